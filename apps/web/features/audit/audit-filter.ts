import { authorization, type Ruled } from '@touchline/contracts/authorization'
import type { OperatorInputs, OperatorOutputs } from '../console/trpc-options.ts'
import { type FilterField, type FilterValues, rangeOf } from '../kit/filters/filter-field.ts'

export type AuditEntry = OperatorOutputs['audit']['search']['items'][number]

/** Procedures that change nothing have no entries. */
const reading =
  /\.(list|get|show|search|life|items|groups|count|choices|compare|checkEdit|preview|overview|history|tail|verify|delivery|reports|report|accounts|watermarks|events|stats|presence|feed|who|renew)$/

/** Beside the procedures of the console: what people do at its door. */
const elsewhere = [
  ...['session.sign-in', 'session.sign-in-failed', 'session.sign-out', 'session.end-all'],
  ...['session.password-changed', 'session.second-factor-enrolled', 'session.second-factor-failed'],
]

const knownActions = [
  ...(Object.keys(authorization) as Ruled[]).filter(name => !reading.test(name)),
  ...elsewhere,
]

/** What the address may say; any action, so that a link to one holds. */
export const auditFields: readonly FilterField[] = [
  {
    ...{ name: 'text', label: 'Text', kind: 'text', main: true },
    placeholder: 'Search reasons, subjects and details',
  },
  { name: 'actor', label: 'Who', kind: 'text', placeholder: 'ann@example.com' },
  { name: 'action', label: 'Action', kind: 'text', mono: true },
  { name: 'kind', label: 'Kind of subject', kind: 'text', placeholder: 'dead-letter' },
  { name: 'subject', label: 'Subject', kind: 'text', placeholder: '17', mono: true },
  { name: 'time', label: 'Time', kind: 'time-range' },
]

/** The same fields, with the actions to choose from: those that are known, and those that were seen. */
export function auditFieldsToShow(seen: readonly string[]): readonly FilterField[] {
  const actions = [...new Set([...knownActions, ...seen])].sort()
  const options = actions.map(value => ({ value, label: value }))
  return auditFields.map(field =>
    field.name === 'action' ? { name: field.name, label: field.label, kind: 'choice', options } : field,
  )
}

const textOf = (value: FilterValues[string]): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined

/** What the filter asks of the server. */
export function auditQuestion(
  { text, actor, action, kind, subject, time }: FilterValues,
  nowMs: number,
): OperatorInputs['audit']['search'] {
  const range = rangeOf(time, nowMs)
  const asked = {
    text: textOf(text)?.slice(0, 200),
    actor: textOf(actor)?.slice(0, 254),
    action: textOf(action)?.slice(0, 64),
    subjectKind: textOf(kind)?.slice(0, 32),
    subjectId: textOf(subject)?.slice(0, 160),
    from: isoOf(range?.fromMs),
    to: isoOf(range?.toMs),
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
}

const isoOf = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())

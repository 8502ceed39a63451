import type { OperatorInputs } from '../console/trpc-options.ts'
import { type FilterField, type FilterValues, rangeOf } from '../kit/filters/filter-field.ts'
import { typeNames } from './event-words.ts'

const optionsOf = (values: readonly string[]) => values.map(value => ({ value, label: value }))

export const eventFields: readonly FilterField[] = [
  {
    name: 'text',
    label: 'Words',
    kind: 'text',
    main: true,
    placeholder: 'goal müller, "own goal", card -yellow',
  },
  { name: 'match', label: 'Match', kind: 'text', mono: true, placeholder: 'final-2026' },
  {
    name: 'type',
    label: 'Type',
    kind: 'choice',
    options: Object.entries(typeNames).map(([value, label]) => ({ value, label })),
  },
  { name: 'source', label: 'Source', kind: 'choice', options: optionsOf(['sensor', 'broadcast', 'social']) },
  { name: 'lane', label: 'Lane', kind: 'choice', options: optionsOf(['critical', 'normal', 'low']) },
  { name: 'time', label: 'Happened', kind: 'time-range' },
  { name: 'eventId', label: 'Source event id', kind: 'text', mono: true },
  { name: 'correlation', label: 'Correlation id', kind: 'text', mono: true },
]

const textOf = (value: FilterValues[string], maxChars: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, maxChars) : undefined
const isoOf = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())

/** The text as it was typed at its end: a space there says that the last word is whole. */
const wordsOf = (value: FilterValues[string]): string | undefined =>
  textOf(value, 200) === undefined ? undefined : String(value).trimStart().slice(0, 200)

/** What the filter asks of the server, which judges it. */
export function eventQuestion(values: FilterValues, nowMs: number): OperatorInputs['event']['search'] {
  const range = rangeOf(values.time, nowMs)
  const asked = {
    text: wordsOf(values.text),
    matchId: textOf(values.match, 64),
    type: textOf(values.type, 32),
    source: textOf(values.source, 16),
    lane: textOf(values.lane, 16),
    id: textOf(values.eventId, 128),
    correlationId: textOf(values.correlation, 64),
    from: isoOf(range?.fromMs),
    to: isoOf(range?.toMs),
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
}

export type SourceName = 'sensor' | 'broadcast' | 'social'

/** `source:sourceEventId`, as other pages name an event; undefined for anything else. */
export function readSourceEvent(
  text: string | null,
): { readonly source: SourceName; readonly sourceEventId: string } | undefined {
  const [, source, sourceEventId] = /^(sensor|broadcast|social):(.{1,128})$/s.exec(text ?? '') ?? []
  return source && sourceEventId ? { source: source as SourceName, sourceEventId } : undefined
}

import { type AskedChoice, countDeadLettersInput, letterFilterSchema } from '@touchline/api'
import type { z } from 'zod'
import { CliFault, parseInput } from '../command.ts'

const text = { type: 'string' } as const
const several = { type: 'string', multiple: true } as const

export const filterOptions = {
  topic: text,
  source: text,
  stage: text,
  disposition: text,
  state: several,
  code: text,
  match: text,
  type: text,
  fingerprint: text,
  from: text,
  to: text,
  text,
  path: text,
} as const
export const choiceOptions = { ...filterOptions, id: several } as const

export const filterHelp = `  --state STATE         dead, replaying, recovered, superseded, dead_again, discarded, expired;
                        may be given several times
  --code CODE           error code, such as schema-mismatch
  --fingerprint F       letters that died of the same; see groups
  --topic T --source S --stage S --match ID --type T
  --disposition D       poison, systemic or stale
  --from TIME --to TIME of the last failure: 2026-05-01T19:00:00Z, or 30m, 2h, 7d ago
  --text TEXT           somewhere in the error message
  --path PATH           a path that the payload has, such as payload.minute
`

type FilterValues = { [K in keyof typeof filterOptions]?: string | string[] | undefined }
/** The option that each member of an input is typed as. */
export const flags = {
  ids: 'id',
  states: 'state',
  matchId: 'match',
  eventType: 'type',
  ratePerSecond: 'rate',
}

export type Filter = z.output<typeof letterFilterSchema>

export function readFilter(values: FilterValues, now = new Date()): Filter {
  return parseInput(letterFilterSchema, askedFilter(values, now), flags)
}

function askedFilter(values: FilterValues, now: Date): Record<string, unknown> {
  const { topic, source, stage, disposition, code, fingerprint, path } = values
  return {
    ...{ topic, source, stage, disposition, code, fingerprint, path, text: values.text },
    states: values.state,
    matchId: values.match,
    eventType: values.type,
    from: instantOf('from', values.from, now),
    to: instantOf('to', values.to, now),
  }
}

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function instantOf(flag: string, value: string | string[] | undefined, now: Date): string | undefined {
  if (typeof value !== 'string') return undefined
  const [, amount, unit = ''] = /^(\d{1,6})([smhd])$/.exec(value) ?? []
  if (amount !== undefined)
    return new Date(now.getTime() - Number(amount) * (unitMs[unit] ?? 0)).toISOString()
  const time = Date.parse(value)
  if (Number.isNaN(time)) throw new CliFault(`--${flag}: must be a time such as 2026-05-01T19:00:00Z, or 2h`)
  return new Date(time).toISOString()
}

/** Letters by --id, or by filters; one of them must be given. */
export function readChoice(values: FilterValues & { id?: string[] | undefined }): AskedChoice {
  const filter = readFilter(values)
  const filtered = Object.values(filter).some(value => value !== undefined)
  if (values.id && filtered) throw new CliFault('give either --id or filters, not both')
  if (!values.id && !filtered) throw new CliFault('say which letters: by --id, or by filters')
  return parseInput(countDeadLettersInput, values.id ? { ids: values.id } : { query: filter }, flags)
}

import { type FilterField, type FilterValues, rangeOf } from '../kit/filters/filter-field.ts'
import type { LetterQuery } from '../replays/letter-choice.ts'

interface Shape {
  readonly pattern: RegExp
  readonly must: string
}

const control = '[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]'
const plain = (most: number): Shape => ({
  pattern: new RegExp(`^${control}{1,${most}}$`, 'u'),
  must: `must be 1 to ${most} characters, none of them a control character`,
})

/** What the server takes for each; anything else would refuse the whole list. */
const shapes: Readonly<Record<string, Shape>> = {
  text: plain(200),
  topic: plain(64),
  code: plain(64),
  type: plain(32),
  path: plain(120),
  match: {
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    must: 'must be 1 to 64 letters, digits, ".", "_" or "-"',
  },
  fingerprint: { pattern: /^[0-9a-f]{32}$/, must: 'must be 32 hexadecimal digits' },
}

const names: Readonly<Record<string, keyof LetterQuery>> = {
  match: 'matchId',
  type: 'eventType',
  state: 'states',
}

export interface ReadFilter {
  /** What holds of it, as the procedures take it. */
  readonly query: LetterQuery
  /** What of the address means nothing, a sentence each; it is left out of the query. */
  readonly problems: readonly string[]
}

/** Reads what the address says. `given` are its raw parameters, so that what was dropped is told too. */
export function readLetterFilter(
  fields: readonly FilterField[],
  values: FilterValues,
  { given, nowMs }: { readonly given: URLSearchParams; readonly nowMs: number },
): ReadFilter {
  const query: Record<string, unknown> = {}
  const problems: string[] = []
  for (const field of fields) {
    const value = values[field.name]
    const fault = faultOf(field, value, given.getAll(field.name))
    if (fault !== undefined) problems.push(`${field.label} ${fault}; it is left out.`)
    else if (field.name === 'time') Object.assign(query, timesOf(value, nowMs))
    else if (isGiven(value)) query[names[field.name] ?? field.name] = value
  }
  return { query: query as LetterQuery, problems }
}

const isGiven = (value: FilterValues[string]): value is string | readonly string[] =>
  value !== undefined && value.length > 0

function faultOf(
  field: FilterField,
  value: FilterValues[string],
  given: readonly string[],
): string | undefined {
  if (!isGiven(value)) return given.some(text => text !== '') ? 'is none that there is' : undefined
  if (field.kind === 'many' && typeof value !== 'string') return unknownOf(field.options, given)
  const shape = shapes[field.name]
  return shape && typeof value === 'string' && !shape.pattern.test(value) ? shape.must : undefined
}

/** Several values stand in the address with commas between. */
function unknownOf(
  options: readonly { readonly value: string }[],
  given: readonly string[],
): undefined | string {
  const known = new Set(options.map(({ value }) => value))
  const unknown = given.flatMap(text => text.split(',')).some(part => part !== '' && !known.has(part))
  return unknown ? 'names one that there is not' : undefined
}

function timesOf(value: FilterValues[string], nowMs: number): { from?: string; to?: string } {
  const range = typeof value === 'string' ? rangeOf(value, nowMs) : null
  if (!range) return {}
  return {
    ...(range.fromMs === undefined ? {} : { from: new Date(range.fromMs).toISOString() }),
    ...(range.toMs === undefined ? {} : { to: new Date(range.toMs).toISOString() }),
  }
}

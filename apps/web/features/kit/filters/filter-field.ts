import type { Option } from '../fields/option.ts'

interface FieldBase {
  readonly name: string
  readonly label: string
}
export type FilterField =
  | (FieldBase & { readonly kind: 'choice' | 'many'; readonly options: readonly Option[] })
  | (FieldBase & {
      readonly kind: 'text'
      readonly placeholder?: string | undefined
      /** The search box that is always there. */
      readonly main?: boolean | undefined
      readonly mono?: boolean | undefined
    })
  | (FieldBase & { readonly kind: 'time-range' })

export type FilterValue = string | readonly string[] | undefined
export type FilterValues = Readonly<Record<string, FilterValue>>

export const rangePresets = {
  '15m': 'last 15 min',
  '1h': 'last hour',
  '6h': 'last 6 h',
  '24h': 'last 24 h',
  '7d': 'last 7 d',
} as const
type Preset = keyof typeof rangePresets

const minuteMs = 60_000
const presetMs: Readonly<Record<Preset, number>> = {
  '15m': 15 * minuteMs,
  '1h': 60 * minuteMs,
  '6h': 360 * minuteMs,
  '24h': 1_440 * minuteMs,
  '7d': 10_080 * minuteMs,
}

const isPreset = (text: string): text is Preset => Object.hasOwn(rangePresets, text)

export interface TimeRange {
  readonly fromMs?: number
  readonly toMs?: number
}

/** Undefined for an open side, null for what is no time. */
function sideOf(text: string): number | undefined | null {
  if (text === '') return undefined
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? null : atMs
}

function rangeBetween(fromMs: number | undefined, toMs: number | undefined): TimeRange | null {
  if (fromMs === undefined) return toMs === undefined ? null : { toMs }
  if (toMs === undefined) return { fromMs }
  return fromMs <= toMs ? { fromMs, toMs } : null
}

/** `15m` or `<ISO>..<ISO>` with either side empty; null for anything else. */
export function rangeOf(value: FilterValue, nowMs: number): TimeRange | null {
  if (typeof value !== 'string') return null
  if (isPreset(value)) return { fromMs: nowMs - presetMs[value] }
  const sides = value.split('..').map(sideOf)
  const [fromMs, toMs] = sides
  if (sides.length !== 2 || fromMs === null || toMs === null) return null
  return rangeBetween(fromMs, toMs)
}

const mostChars = 500
const mostChosen = 50
const isThere = (value: FilterValue): boolean => value !== undefined && value.length > 0

function acceptMany(options: readonly Option[], texts: readonly string[]): FilterValue {
  const known = new Set(options.map(option => option.value))
  const chosen = [...new Set(texts)].filter(text => known.has(text)).slice(0, mostChosen)
  return chosen.length > 0 ? chosen : undefined
}

function acceptOne(field: FilterField, text: string): FilterValue {
  if (field.kind === 'time-range') return rangeOf(text, 0) ? text : undefined
  if ('options' in field) return field.options.some(option => option.value === text) ? text : undefined
  return text.slice(0, mostChars) || undefined
}

/** What a field can hold of what a URL says; undefined for nonsense. */
export function acceptValue(field: FilterField, value: FilterValue): FilterValue {
  const texts = typeof value === 'string' ? [value] : (value ?? [])
  return field.kind === 'many' ? acceptMany(field.options, texts) : acceptOne(field, texts[0] ?? '')
}

export const isFiltered = (values: FilterValues): boolean => Object.values(values).some(isThere)

/** The same for the same filter, whatever the order of its fields. */
export const scopeOf = (values: FilterValues): string =>
  JSON.stringify(
    Object.entries(values)
      .filter(([, value]) => isThere(value))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )

const labelIn = (options: readonly Option[], value: string): string =>
  options.find(option => option.value === value)?.label ?? value
const mostNamed = 2

function describeRange(value: string, formatAt: (iso: string) => string): string {
  if (isPreset(value)) return rangePresets[value]
  const [from = '', to = ''] = value.split('..')
  if (from === '') return `until ${formatAt(to)}`
  return to === '' ? `since ${formatAt(from)}` : `${formatAt(from)} to ${formatAt(to)}`
}

/** How a chip says it: `Stage: parse, store + 2`. */
export function describeFilter(
  field: FilterField,
  value: FilterValue,
  formatAt = (iso: string) => iso,
): string {
  const texts = typeof value === 'string' ? [value] : (value ?? [])
  if (field.kind === 'time-range') return `${field.label}: ${describeRange(texts[0] ?? '', formatAt)}`
  const named = 'options' in field ? texts.map(text => labelIn(field.options, text)) : texts
  const more = named.length - mostNamed
  return `${field.label}: ${named.slice(0, mostNamed).join(', ')}${more > 0 ? ` + ${more}` : ''}`
}

/** The values with one changed; what is empty is left out. */
export function withValue(values: FilterValues, name: string, value: FilterValue): FilterValues {
  const { [name]: _, ...others } = values
  return isThere(value) ? { ...others, [name]: value } : others
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [name: string]: JsonValue
}

/** Deeper than this nothing is looked into: what is nested without end must not end the page. */
export const mostDepth = 100

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isArray = (value: unknown): value is readonly JsonValue[] => Array.isArray(value)
export const isContainer = (value: unknown): value is JsonObject | readonly JsonValue[] =>
  typeof value === 'object' && value !== null

/** What JSON cannot hold becomes text or null; objects are taken as they are. */
export function asJson(value: unknown): JsonValue {
  if (value === null || value === undefined || typeof value === 'function' || typeof value === 'symbol')
    return null
  return typeof value === 'bigint' ? value.toString() : (value as JsonValue)
}

/** A step of a JSON pointer. */
export const pointerStep = (name: string | number): string =>
  `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`

type Entry = readonly [name: string | number, value: JsonValue]

export const entriesOf = (value: JsonObject | readonly JsonValue[]): readonly Entry[] =>
  isArray(value)
    ? value.map((item, place) => [place, asJson(item)] as const)
    : Object.keys(value).map(name => [name, asJson(value[name])] as const)

export const sizeOf = (value: JsonObject | readonly JsonValue[]): number =>
  isArray(value) ? value.length : Object.keys(value).length

const hasOwn = (value: JsonObject, name: string): boolean => Object.hasOwn(value, name)

/** Equal whatever the order of the names; unequal when too deep to tell. */
export function equalJson(a: JsonValue, b: JsonValue, depth = 0): boolean {
  if (Object.is(a, b)) return true
  if (!isContainer(a) || !isContainer(b) || isArray(a) !== isArray(b) || depth > mostDepth) return false
  if (sizeOf(a) !== sizeOf(b)) return false
  if (isArray(a))
    return a.every((item, place) => equalJson(item, (b as readonly JsonValue[])[place] ?? null, depth + 1))
  const other = b as JsonObject
  return Object.keys(a).every(
    name => hasOwn(other, name) && equalJson(asJson((a as JsonObject)[name]), asJson(other[name]), depth + 1),
  )
}

export const own = (value: JsonObject, name: string): JsonValue | undefined =>
  hasOwn(value, name) ? asJson(value[name]) : undefined

import { hiddenMarker, isPaymentCard, isSensitiveName, looksSensitive } from './sensitive.ts'

export interface Masked {
  /** The value, with `hiddenMarker` where something sensitive was. */
  readonly masked: unknown
  /** Dotted paths of what is hidden, at most 200; empty: nothing is. `(root)` is the whole value. */
  readonly hidden: readonly string[]
}

/** What is nested deeper is hidden without a look. */
export const maxMaskedDepth = 64
const maxHidden = 200

/** A JSON value without what is sensitive in it. Pure; any depth. */
export function maskSensitive(value: unknown): Masked {
  const hidden: string[] = []
  const masked = maskMember(value, [], hidden)
  return { masked, hidden }
}

type Path = readonly string[]

function maskMember(value: unknown, path: Path, hidden: string[]): unknown {
  if (isHidden(value, path)) return hide(path, hidden)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return value.map((inner, index) => maskMember(inner, [...path, String(index)], hidden))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskMember(inner, [...path, name], hidden)]),
  )
}

function hide(path: Path, hidden: string[]): string {
  if (hidden.length < maxHidden) hidden.push(path.join('.').slice(0, 500) || '(root)')
  return hiddenMarker
}

function isHidden(value: unknown, path: Path): boolean {
  if (value === null || value === undefined) return false
  const name = path.at(-1)
  if (name !== undefined && (isSensitiveName(name) || isPaymentCard(name, value))) return true
  if (typeof value === 'object') return path.length >= maxMaskedDepth || hasSensitiveNames(value)
  return (typeof value === 'string' || typeof value === 'number') && looksSensitive(String(value))
}

/** A field's name may be an address itself: then the fields can't be shown one by one. */
const hasSensitiveNames = (value: object): boolean =>
  !Array.isArray(value) && Object.keys(value).some(looksSensitive)

/**
 * What somebody edited while parts of it were hidden, with the parts put back: each marker becomes what stood at the
 * same path. In an array of another length nothing is put back, since places moved. Markers that stand where nothing
 * was hidden stay; `markersIn` finds them.
 */
export function restoreMasked(original: unknown, edited: unknown): unknown {
  return restoreMember(original, edited, 0)
}

function restoreMember(original: unknown, edited: unknown, depth: number): unknown {
  if (edited === hiddenMarker && original !== undefined) return original
  if (typeof edited !== 'object' || edited === null || depth > maxMaskedDepth) return edited
  if (Array.isArray(edited)) {
    if (!Array.isArray(original) || original.length !== edited.length) return edited
    return edited.map((inner, index) => restoreMember(original[index], inner, depth + 1))
  }
  return Object.fromEntries(
    Object.entries(edited).map(([name, inner]) => [
      name,
      restoreMember(memberOf(original, name), inner, depth + 1),
    ]),
  )
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

const maxMarkers = 20

/** Dotted paths at which a marker still stands, at most 20. */
export function markersIn(value: unknown): string[] {
  const found: string[] = []
  collectMarkers(value, [], found)
  return found.slice(0, maxMarkers)
}

function collectMarkers(member: unknown, path: Path, found: string[]): void {
  if (member === hiddenMarker) found.push(path.join('.') || '(root)')
  if (typeof member !== 'object' || member === null) return
  if (path.length > maxMaskedDepth || found.length >= maxMarkers) return
  for (const [name, inner] of Object.entries(member)) collectMarkers(inner, [...path, name], found)
}

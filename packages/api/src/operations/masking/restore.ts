import type { Source } from '@touchline/contracts'
import { hiddenMarker } from './hidden-marker.ts'
import { eventField, type Field } from './schema-fields.ts'

/** What is nested deeper is left as it is. */
const maxDepth = 64

/**
 * What somebody edited while parts of it were hidden, with the parts put back: each marker becomes what stood at the
 * same path, and a member of that name becomes those members that it stood for. In an array of another length nothing
 * is put back, since places moved. Markers that stand where nothing was hidden stay; `markersIn` finds them.
 */
export function restoreMasked(original: unknown, edited: unknown, source: Source): unknown {
  if (Array.isArray(original) && Array.isArray(edited) && original.length === edited.length) {
    return edited.map((one, index) => restoreEvent(original[index], one, source))
  }
  return restoreEvent(original, edited, source)
}

const restoreEvent = (original: unknown, edited: unknown, source: Source): unknown =>
  restoreMember(original, edited, { field: eventField(source, original), depth: 0 })

interface Place {
  readonly field: Field | undefined
  readonly depth: number
}

function restoreMember(original: unknown, edited: unknown, { field, depth }: Place): unknown {
  if (edited === hiddenMarker && original !== undefined) return original
  if (typeof edited !== 'object' || edited === null || depth > maxDepth) return edited
  if (Array.isArray(edited)) {
    if (!Array.isArray(original) || original.length !== edited.length) return edited
    const place = { field: field?.items, depth: depth + 1 }
    return edited.map((inner, index) => restoreMember(original[index], inner, place))
  }
  return Object.fromEntries(
    Object.entries(edited).flatMap(([name, inner]) => {
      if (name === hiddenMarker && inner === hiddenMarker) return unknownMembers(original, field)
      const place = { field: field?.members?.get(name), depth: depth + 1 }
      return [[name, restoreMember(memberOf(original, name), inner, place)]]
    }),
  )
}

/** Those for which one marker stands; the marker itself where there are none. */
function unknownMembers(original: unknown, field: Field | undefined): [string, unknown][] {
  const marker: [string, unknown][] = [[hiddenMarker, hiddenMarker]]
  if (!field?.members || typeof original !== 'object' || original === null || Array.isArray(original))
    return marker
  const unknown = Object.entries(original).filter(([name]) => !field.members?.has(name))
  return unknown.length > 0 ? unknown : marker
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

function collectMarkers(member: unknown, path: readonly string[], found: string[]): void {
  if (member === hiddenMarker) found.push(path.join('.') || '(root)')
  if (typeof member !== 'object' || member === null) return
  if (path.length > maxDepth || found.length >= maxMarkers) return
  for (const [name, inner] of Object.entries(member)) collectMarkers(inner, [...path, name], found)
}

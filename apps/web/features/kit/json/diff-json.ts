import {
  asJson,
  equalJson,
  isArray,
  isContainer,
  isObject,
  type JsonObject,
  type JsonValue,
  mostDepth,
  own,
  pointerStep,
} from './json-value.ts'

export interface JsonChange {
  /** A JSON pointer: into the newer value, for what was removed into the older one. */
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly before?: JsonValue
  readonly after?: JsonValue
  /** Where it was before it moved. */
  readonly from?: string
}

type List = readonly JsonValue[]

type Pair = readonly [before: number | null, after: number | null]

/** How many items both lists have alike, counted by `at` from one of their ends. */
function alike(a: List, b: List, most: number, at: (step: number) => number): number {
  let count = 0
  while (count < most && equalJson(asJson(a.at(at(count))), asJson(b.at(at(count))))) count += 1
  return count
}

const upTo = <Made>(count: number, make: (step: number) => Made): readonly Made[] =>
  Array.from({ length: Math.max(0, count) }, (_, step) => make(step))

/** Two lists side by side: what they begin and end with alike is passed over. */
export function alignLists(a: List, b: List): readonly Pair[] {
  const least = Math.min(a.length, b.length)
  const head = alike(a, b, least, step => step)
  const tail = alike(a, b, least - head, step => -1 - step)
  const placeIn = (list: List, place: number) => (place < list.length - tail ? place : null)
  return [
    ...upTo(head, (place): Pair => [place, place]),
    ...upTo(
      Math.max(a.length, b.length) - head - tail,
      (step): Pair => [placeIn(a, head + step), placeIn(b, head + step)],
    ),
    ...upTo(tail, (step): Pair => [a.length - tail + step, b.length - tail + step]),
  ]
}

function changesOfLists(a: List, b: List, path: string, depth: number): JsonChange[] {
  return alignLists(a, b).flatMap(([before, after]): JsonChange[] => {
    if (before === null)
      return [{ path: path + pointerStep(after ?? 0), kind: 'added', after: asJson(b[after ?? 0]) }]
    if (after === null)
      return [{ path: path + pointerStep(before), kind: 'removed', before: asJson(a[before]) }]
    return changesOf(asJson(a[before]), asJson(b[after]), path + pointerStep(after), depth + 1)
  })
}

export const namesOfBoth = (a: JsonObject, b: JsonObject): readonly string[] => [
  ...Object.keys(a),
  ...Object.keys(b).filter(name => !Object.hasOwn(a, name)),
]

function changesOfObjects(a: JsonObject, b: JsonObject, path: string, depth: number): JsonChange[] {
  return namesOfBoth(a, b).flatMap((name): JsonChange[] => {
    const [before, after, at] = [own(a, name), own(b, name), path + pointerStep(name)]
    if (before === undefined) return [{ path: at, kind: 'added', after: after ?? null }]
    if (after === undefined) return [{ path: at, kind: 'removed', before }]
    return changesOf(before, after, at, depth + 1)
  })
}

function changesOf(a: JsonValue, b: JsonValue, path: string, depth: number): JsonChange[] {
  if (Object.is(a, b)) return []
  if (depth < mostDepth && isArray(a) && isArray(b)) return changesOfLists(a, b, path, depth)
  if (depth < mostDepth && isObject(a) && isObject(b)) return changesOfObjects(a, b, path, depth)
  return [{ path, kind: 'changed', before: a, after: b }]
}

const leastMovedChars = 4

/** Small values are found everywhere: only what is large enough is known again elsewhere. */
const recognisable = (value: JsonValue | undefined): value is JsonValue =>
  value !== undefined && (isContainer(value) || String(value).length >= leastMovedChars)
const mostMovesLookedFor = 200

function withMoves(changes: readonly JsonChange[]): readonly JsonChange[] {
  const removed = changes.filter(({ kind, before }) => kind === 'removed' && recognisable(before))
  const added = changes.filter(({ kind, after }) => kind === 'added' && recognisable(after))
  if (removed.length * added.length > mostMovesLookedFor ** 2) return changes
  const sources = new Map<JsonChange, JsonChange>()
  const taken = new Set<JsonChange>()
  for (const to of added) {
    const from = removed.find(one => !taken.has(one) && equalJson(one.before ?? null, to.after ?? null))
    if (!from) continue
    taken.add(from)
    sources.set(to, from)
  }
  return changes
    .filter(change => !taken.has(change))
    .map(change => {
      const from = sources.get(change)
      return from
        ? { ...change, kind: 'moved' as const, before: from.before ?? null, from: from.path }
        : change
    })
}

/** What is different between two values, by path, in the order of the older one. */
export const diffJson = (a: unknown, b: unknown): readonly JsonChange[] =>
  withMoves(changesOf(asJson(a), asJson(b), '', 0))

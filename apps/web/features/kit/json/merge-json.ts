import { namesOfBoth } from './diff-json.ts'
import {
  asJson,
  equalJson,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  mostDepth,
  own,
  pointerStep,
} from './json-value.ts'

type Maybe = JsonValue | undefined

export interface JsonConflict {
  readonly path: string
  readonly base?: JsonValue | undefined
  readonly mine?: JsonValue | undefined
  readonly theirs?: JsonValue | undefined
}

export interface ThreeWayRow extends JsonConflict {
  readonly kind: 'mine' | 'theirs' | 'both' | 'conflict'
}

interface Merged {
  /** Undefined when it was removed. */
  readonly value: Maybe
  readonly rows: readonly ThreeWayRow[]
}

const same = (a: Maybe, b: Maybe): boolean => (a === undefined || b === undefined ? a === b : equalJson(a, b))

interface Three {
  readonly base: Maybe
  readonly mine: Maybe
  readonly theirs: Maybe
}

function mergeAt(three: Three, path: string, depth: number): Merged {
  const { base, mine, theirs } = three
  if (same(mine, theirs))
    return { value: mine, rows: same(base, mine) ? [] : [{ path, kind: 'both', ...three }] }
  if (depth < mostDepth && isObject(mine) && isObject(theirs) && isObject(base))
    return mergeObjects({ base, mine, theirs }, path, depth)
  if (
    depth < mostDepth &&
    isArray(mine) &&
    isArray(theirs) &&
    isArray(base) &&
    mine.length === theirs.length &&
    mine.length === base.length
  )
    return mergeLists({ base, mine, theirs }, path, depth)
  if (same(base, mine)) return { value: theirs, rows: [{ path, kind: 'theirs', ...three }] }
  const kind = same(base, theirs) ? 'mine' : 'conflict'
  return { value: mine, rows: [{ path, kind, ...three }] }
}

type Objects = Readonly<Record<keyof Three, JsonObject>>

function mergeObjects({ base, mine, theirs }: Objects, path: string, depth: number): Merged {
  const merged: [string, JsonValue][] = []
  const rows: ThreeWayRow[] = []
  for (const name of new Set([...namesOfBoth(base, mine), ...Object.keys(theirs)])) {
    const three = { base: own(base, name), mine: own(mine, name), theirs: own(theirs, name) }
    const child = mergeAt(three, path + pointerStep(name), depth + 1)
    if (child.value !== undefined) merged.push([name, child.value])
    rows.push(...child.rows)
  }
  return { value: Object.fromEntries(merged), rows }
}

type Lists = Readonly<Record<keyof Three, readonly JsonValue[]>>

function mergeLists({ base, mine, theirs }: Lists, path: string, depth: number): Merged {
  const children = mine.map((item, place) =>
    mergeAt(
      { base: asJson(base[place]), mine: asJson(item), theirs: asJson(theirs[place]) },
      path + pointerStep(place),
      depth + 1,
    ),
  )
  return { value: children.map(({ value }) => value ?? null), rows: children.flatMap(({ rows }) => rows) }
}

const merge = (base: unknown, mine: unknown, theirs: unknown): Merged =>
  mergeAt({ base: asJson(base), mine: asJson(mine), theirs: asJson(theirs) }, '', 0)

/** Both sides' changes over their common beginning; where they disagree, mine stands and it is told. */
export function mergeJson3(
  base: unknown,
  mine: unknown,
  theirs: unknown,
): { readonly merged: JsonValue; readonly conflicts: readonly JsonConflict[] } {
  const { value, rows } = merge(base, mine, theirs)
  return { merged: value ?? null, conflicts: rows.filter(row => row.kind === 'conflict') }
}

/** Every path that differs anywhere, and who changed it. */
export const compareThree = (base: unknown, mine: unknown, theirs: unknown): readonly ThreeWayRow[] =>
  merge(base, mine, theirs).rows

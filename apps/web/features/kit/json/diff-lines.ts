import { alignLists, namesOfBoth } from './diff-json.ts'
import {
  asJson,
  entriesOf,
  equalJson,
  isArray,
  isContainer,
  isObject,
  type JsonObject,
  type JsonValue,
  mostDepth,
  own,
  pointerStep,
  sizeOf,
} from './json-value.ts'

export interface DiffLine {
  readonly id: string
  readonly depth: number
  readonly kind: 'equal' | 'added' | 'removed' | 'changed'
  /** Null where this side has no such line. */
  readonly before: string | null
  readonly after: string | null
}

/** Beyond these a diff is no help to anybody. */
export const mostDiffLines = 5_000
const mostScalarChars = 4_000

interface Place {
  readonly path: string
  readonly depth: number
  readonly label: string
}

function scalarText(value: JsonValue): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > mostScalarChars ? `${value.slice(0, mostScalarChars)}…` : value)
  return String(value)
}

const opening = (value: JsonObject | readonly JsonValue[]): string => (isArray(value) ? '[' : '{')
const closing = (value: JsonObject | readonly JsonValue[]): string => (isArray(value) ? ']' : '}')
const labelOf = (name: string | number): string =>
  typeof name === 'number' ? '' : `${JSON.stringify(name)}: `
const childOf = ({ path, depth }: Place, name: string | number): Place => ({
  path: path + pointerStep(name),
  depth: depth + 1,
  label: labelOf(name),
})

class Lines {
  readonly all: DiffLine[] = []
  cut = false

  add(place: Place, kind: DiffLine['kind'], texts: { before: string | null; after: string | null }): void {
    if (this.all.length >= mostDiffLines) {
      this.cut = true
      return
    }
    const indent = (text: string | null) => (text === null ? null : place.label + text)
    const id = `${this.all.length}:${place.path}`
    this.all.push({ id, depth: place.depth, kind, before: indent(texts.before), after: indent(texts.after) })
  }

  one(kind: 'equal' | 'added' | 'removed', place: Place, text: string): void {
    this.add(place, kind, {
      before: kind === 'added' ? null : text,
      after: kind === 'removed' ? null : text,
    })
  }

  /** A value that only one side has, or both alike. */
  whole(kind: 'equal' | 'added' | 'removed', place: Place, value: JsonValue): void {
    const text = isContainer(value) ? this.shortText(place, value) : scalarText(value)
    if (text !== null || !isContainer(value)) {
      this.one(kind, place, text ?? '')
      return
    }
    this.one(kind, place, opening(value))
    for (const [name, child] of entriesOf(value)) this.whole(kind, childOf(place, name), child)
    this.one(kind, { ...place, label: '' }, closing(value))
  }

  /** What is empty, or too deep, or too much, stands on one line. */
  shortText(place: Place, value: JsonObject | readonly JsonValue[]): string | null {
    if (sizeOf(value) === 0) return opening(value) + closing(value)
    return place.depth >= mostDepth || this.cut ? `${opening(value)} … ${closing(value)}` : null
  }

  both(place: Place, before: JsonValue, after: JsonValue): void {
    const shallow = place.depth < mostDepth
    if (equalJson(before, after)) this.whole('equal', place, before)
    else if (shallow && isObject(before) && isObject(after)) this.objects(place, before, after)
    else if (shallow && isArray(before) && isArray(after)) this.lists(place, before, after)
    else this.replaced(place, before, after)
  }

  replaced(place: Place, before: JsonValue, after: JsonValue): void {
    if (!isContainer(before) && !isContainer(after)) {
      this.add(place, 'changed', { before: scalarText(before), after: scalarText(after) })
      return
    }
    this.whole('removed', place, before)
    this.whole('added', place, after)
  }

  side(place: Place, before: JsonValue | undefined, after: JsonValue | undefined): void {
    if (before === undefined) this.whole('added', place, after ?? null)
    else if (after === undefined) this.whole('removed', place, before)
    else this.both(place, before, after)
  }

  objects(place: Place, before: JsonObject, after: JsonObject): void {
    this.one('equal', place, '{')
    for (const name of namesOfBoth(before, after))
      this.side(childOf(place, name), own(before, name), own(after, name))
    this.one('equal', { ...place, label: '' }, '}')
  }

  lists(place: Place, before: readonly JsonValue[], after: readonly JsonValue[]): void {
    this.one('equal', place, '[')
    for (const [from, to] of alignLists(before, after))
      this.side(
        childOf(place, to ?? from ?? 0),
        from === null ? undefined : asJson(before[from]),
        to === null ? undefined : asJson(after[to]),
      )
    this.one('equal', { ...place, label: '' }, ']')
  }
}

/** Both values as lines side by side; `cut` when there are more than are given. */
export function diffLines(
  before: unknown,
  after: unknown,
): { readonly lines: readonly DiffLine[]; readonly cut: boolean } {
  const lines = new Lines()
  lines.both({ path: '', depth: 0, label: '' }, asJson(before), asJson(after))
  return { lines: lines.all, cut: lines.cut }
}

export type DiffBlock =
  | { readonly kind: 'lines'; readonly id: string; readonly lines: readonly DiffLine[] }
  | { readonly kind: 'fold'; readonly id: string; readonly lines: readonly DiffLine[] }

const contextLines = 2
const leastFolded = 4

/** Runs of equal lines are folded but for a few around each difference. */
export function foldEqual(lines: readonly DiffLine[]): readonly DiffBlock[] {
  const near = lines.map(() => false)
  lines.forEach((line, place) => {
    if (line.kind === 'equal') return
    near.fill(true, Math.max(0, place - contextLines), place + contextLines + 1)
  })
  const blocks: { kind: 'lines' | 'fold'; id: string; lines: DiffLine[] }[] = []
  lines.forEach((line, place) => {
    const kind = near[place] ? 'lines' : 'fold'
    const last = blocks.at(-1)
    if (last?.kind === kind) last.lines.push(line)
    else blocks.push({ kind, id: line.id, lines: [line] })
  })
  return blocks.map(block => (block.lines.length < leastFolded ? { ...block, kind: 'lines' } : block))
}

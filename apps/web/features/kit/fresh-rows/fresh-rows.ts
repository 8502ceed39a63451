import type { RowMark } from '../table/row-mark.ts'

/** What is shown of a list that changes: it stays in place until it is shown anew. */
export interface FreshState<Row> {
  readonly scope: string
  /** Shown, in the order in which they were shown. */
  readonly shown: readonly Row[]
  /** The list as it is now. */
  readonly latest: readonly Row[]
  readonly marks: ReadonlyMap<string, RowMark>
  /** How many of the latest are not shown yet. */
  readonly fresh: number
  readonly gone: number
}

export interface FreshRules<Row> {
  readonly key: (row: Row) => string
  /** Equal rows keep the object that is shown, so that they are not drawn again. */
  readonly sameAs: (a: Row, b: Row) => boolean
}

export interface Received<Row> {
  readonly rows: readonly Row[]
  readonly scope: string
  readonly held: boolean
  /** Shows what is new by itself while nothing is held. */
  readonly auto: boolean
  /** The list is the beginning of a longer one: what new rows pushed out at its end is not gone. */
  readonly isWindow?: boolean | undefined
}

export function startFresh<Row>(rows: readonly Row[], scope: string): FreshState<Row> {
  return { scope, shown: rows, latest: rows, marks: new Map(), fresh: 0, gone: 0 }
}

const keptSame = <Row>(rows: readonly Row[], before: readonly Row[]): boolean =>
  rows.length === before.length && rows.every((row, place) => row === before[place])

/** Rows behind the last one that is shown already: pages loaded at the end, which move nothing. */
function behindShown<Row>(
  latest: readonly Row[],
  shownKeys: ReadonlySet<string>,
  key: (row: Row) => string,
): readonly Row[] {
  const lastShown = latest.findLastIndex(row => shownKeys.has(key(row)))
  return lastShown < 0 ? [] : latest.slice(lastShown + 1)
}

/** Where the last row stands that is still there: behind it, a window tells nothing. */
function lastPlaceTold<Row>(
  state: FreshState<Row>,
  isThere: (row: Row) => boolean,
  isWindow: boolean | undefined,
): number {
  return isWindow ? state.shown.findLastIndex(isThere) : state.shown.length
}

/** Changes stay in their places, what is gone is marked, what is new waits, what follows is appended. */
function inPlace<Row>(
  state: FreshState<Row>,
  { rows, isWindow }: Pick<Received<Row>, 'rows' | 'isWindow'>,
  { key, sameAs }: FreshRules<Row>,
): FreshState<Row> {
  const byKey = new Map(rows.map(row => [key(row), row]))
  const isThere = (row: Row) => byKey.has(key(row))
  const told = lastPlaceTold(state, isThere, isWindow)
  const marks = new Map<string, RowMark>()
  const goneRows = state.shown.filter((row, place) => place <= told && !isThere(row))
  for (const row of goneRows) marks.set(key(row), 'gone')
  const kept = state.shown.map(row => {
    const id = key(row)
    const now = byKey.get(id)
    if (now === undefined) return row
    const same = now === row || sameAs(now, row)
    const mark = same ? state.marks.get(id) : 'changed'
    if (mark !== undefined && mark !== 'gone') marks.set(id, mark)
    return same ? row : now
  })
  const added = behindShown(rows, new Set(kept.map(key)), key)
  const shown = added.length > 0 ? [...kept, ...added] : kept
  return {
    scope: state.scope,
    shown: keptSame(shown, state.shown) ? state.shown : shown,
    latest: rows,
    marks,
    fresh: rows.length - kept.filter(isThere).length - added.length,
    gone: goneRows.length,
  }
}

/** Shows the list as it is now and marks what is new since. */
export function showFreshRows<Row>(state: FreshState<Row>, rules: FreshRules<Row>): FreshState<Row> {
  const before = new Map(state.shown.map(row => [rules.key(row), row]))
  const marks = new Map<string, RowMark>()
  const shown = state.latest.map(row => {
    const known = before.get(rules.key(row))
    if (known === undefined) marks.set(rules.key(row), 'new')
    return known !== undefined && rules.sameAs(known, row) ? known : row
  })
  return { scope: state.scope, shown, latest: state.latest, marks, fresh: 0, gone: 0 }
}

/** Takes the list in as it is now. Another scope (a filter, a sorting) replaces everything. */
export function receiveRows<Row>(
  state: FreshState<Row>,
  received: Received<Row>,
  rules: FreshRules<Row>,
): FreshState<Row> {
  const { rows, scope, held, auto } = received
  if (scope !== state.scope || (state.shown.length === 0 && !held)) return startFresh(rows, scope)
  const next = inPlace(state, received, rules)
  if (!auto || held || (next.fresh === 0 && next.gone === 0)) return next
  return { ...showFreshRows(next, rules), marks: next.marks }
}

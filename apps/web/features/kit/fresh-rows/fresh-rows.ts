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

/** Changes stay in their places, what is gone is marked, what is new waits, what follows is appended. */
function inPlace<Row>(state: FreshState<Row>, rows: readonly Row[], rules: FreshRules<Row>): FreshState<Row> {
  const { key, sameAs } = rules
  const byKey = new Map(rows.map(row => [key(row), row]))
  const marks = new Map<string, RowMark>()
  let gone = 0
  const kept = state.shown.map(row => {
    const id = key(row)
    const now = byKey.get(id)
    const marked = state.marks.get(id)
    if (now === undefined) {
      gone += 1
      marks.set(id, 'gone')
      return row
    }
    const same = now === row || sameAs(now, row)
    if (!same || marked === 'changed') marks.set(id, 'changed')
    else if (marked === 'new') marks.set(id, 'new')
    return same ? row : now
  })
  const shownKeys = new Set(kept.map(key))
  const added = behindShown(rows, shownKeys, key)
  const shown = added.length > 0 ? [...kept, ...added] : kept
  return {
    scope: state.scope,
    shown: keptSame(shown, state.shown) ? state.shown : shown,
    latest: rows,
    marks,
    fresh: rows.length + gone - shown.length,
    gone,
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
  const next = inPlace(state, rows, rules)
  if (!auto || held || (next.fresh === 0 && next.gone === 0)) return next
  return { ...showFreshRows(next, rules), marks: next.marks }
}

/** The row under the keyboard: by key, and where it was, for when it is gone. */
export interface ActiveRow {
  readonly key: string
  readonly place: number
}

interface Rows {
  readonly length: number
  readonly keyAt: (place: number) => string
}

/** Where the key is now, looked for outwards from where it was; -1 when it is gone. */
export function placeOf({ length, keyAt }: Rows, { key, place }: ActiveRow): number {
  const isAt = (at: number): boolean => at >= 0 && at < length && keyAt(at) === key
  const farthest = Math.max(place, length - 1 - place)
  for (let away = 0; away <= farthest; away += 1) {
    if (isAt(place + away)) return place + away
    if (isAt(place - away)) return place - away
  }
  return -1
}

/** The row itself, or the one that stands in its place now; null when there are none. */
export function activeNow(rows: Rows, active: ActiveRow | null): ActiveRow | null {
  if (!active || rows.length === 0) return null
  const found = placeOf(rows, active)
  if (found >= 0) return found === active.place ? active : { key: active.key, place: found }
  const place = Math.max(0, Math.min(active.place, rows.length - 1))
  return { key: rows.keyAt(place), place }
}

export type Step = 'next' | 'previous' | 'first' | 'last' | 'page-down' | 'page-up'

/** The first step of all goes to the first row. */
export function stepFrom(place: number | null, step: Step, length: number, pageRows: number): number {
  if (step === 'first') return 0
  if (step === 'last') return length - 1
  if (place === null) return 0
  const by = { next: 1, previous: -1, 'page-down': pageRows, 'page-up': -pageRows }[step]
  return Math.max(0, Math.min(length - 1, place + by))
}

interface View {
  readonly topPx: number
  readonly heightPx: number
}

/** Where to scroll so that a row is wholly seen below the header; null when it is already. */
export function scrollTopFor(place: number, rowHeightPx: number, view: View): number | null {
  const top = place * rowHeightPx
  if (top < view.topPx) return top
  const overPx = top + rowHeightPx - (view.topPx + view.heightPx)
  return overPx > 0 ? view.topPx + overPx : null
}

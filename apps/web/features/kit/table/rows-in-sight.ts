export interface RowsInSight {
  readonly first: number
  /** Inclusive. */
  readonly last: number
}

interface Sight {
  /** Scrolled past. */
  readonly topPx: number
  /** Of what shows rows. */
  readonly heightPx: number
}

/** Which rows of one height stand, wholly or in part, in what is seen of them. */
export function rowsInSight({ topPx, heightPx }: Sight, rowHeightPx: number): RowsInSight {
  const first = Math.max(0, Math.floor(topPx / rowHeightPx))
  const last = Math.ceil((topPx + Math.max(0, heightPx)) / rowHeightPx) - 1
  return { first, last: Math.max(first, last) }
}

/** Those in sight and some around them, and always the active row, so that it keeps the focus. */
export function placesToDraw(
  { first, last }: RowsInSight,
  {
    count,
    around,
    active,
  }: { readonly count: number; readonly around: number; readonly active?: number | undefined },
): number[] {
  const from = Math.max(0, Math.min(first, count - 1) - around)
  const to = Math.min(count - 1, last + around)
  const places = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset)
  if (active === undefined || active >= count || (active >= from && active <= to)) return places
  return active < from ? [active, ...places] : [...places, active]
}

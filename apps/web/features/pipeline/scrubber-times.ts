export const minuteMs = 60_000

/** The beginning of the minute that a time is in. */
export const minuteOf = (atMs: number): number => Math.floor(atMs / minuteMs) * minuteMs

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** What the scrubber reaches over: so many hours up to now, and no further back than minutes are kept. */
export function spanOf(nowMs: number, hours: number, firstKept: string | undefined): Span {
  const toMs = minuteOf(nowMs) - minuteMs
  const firstMs = firstKept === undefined ? toMs : Date.parse(firstKept)
  return { fromMs: Math.min(toMs, Math.max(firstMs, toMs - hours * 60 * minuteMs)), toMs }
}

/** The minute of a match, counted from its beginning; null where it is not within what is kept. */
export function minuteOfMatch(startedAt: string, minute: number, { fromMs, toMs }: Span): number | null {
  const atMs = minuteOf(Date.parse(startedAt) + minute * minuteMs)
  return atMs >= fromMs && atMs <= toMs ? atMs : null
}

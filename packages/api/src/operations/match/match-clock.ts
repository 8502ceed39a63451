/** At which of the match's seconds each period begins, from period 1 on; the shoot-out has no clock. */
export const periodStarts = [0, 45 * 60, 90 * 60, 105 * 60] as const

export interface NamedClock {
  readonly period: number
  readonly matchSeconds: number
}

/**
 * What a match clock such as `63:00` names. Time added on has no minutes of its own: `45:00` is the kick-off of the
 * second half, however long the first one went on, and `47:10` is two minutes and ten seconds into it.
 */
export function readMatchClock(text: string): NamedClock | undefined {
  const found = /^(\d{1,3}):([0-5]\d)$/.exec(text)
  if (!found) return undefined
  const matchSeconds = Number(found[1]) * 60 + Number(found[2])
  const period = periodStarts.findLastIndex(start => start <= matchSeconds) + 1
  return { period, matchSeconds }
}

/** One step's stretch of the whole time, in percent. */
export interface Bar {
  readonly leftPercent: number
  readonly widthPercent: number
}

const leastPercent = 0.6

/**
 * Where each step lies between the first and the last known time: from the known time before it to its own; null where
 * its time is not known. Clocks of several machines may disagree: a step that ends before it began has no length. Pure.
 */
export function waterfall(times: readonly (string | null)[]): (Bar | null)[] {
  const known = times.map(at => (at === null ? null : Date.parse(at)))
  const all = known.filter(ms => ms !== null)
  const firstMs = Math.min(...all)
  const spanMs = Math.max(...all) - firstMs
  let lastMs = firstMs
  return known.map(ms => {
    if (ms === null || spanMs <= 0) return null
    const beginMs = Math.min(lastMs, ms)
    lastMs = ms
    const widthPercent = Math.max(leastPercent, ((ms - beginMs) / spanMs) * 100)
    const leftPercent = Math.min(100 - widthPercent, ((beginMs - firstMs) / spanMs) * 100)
    return { leftPercent, widthPercent }
  })
}

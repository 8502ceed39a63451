import type { StockFan } from '../rolling/stock-fan.ts'

const lookEveryMs = 50

/** Watches for how long each fan gets nothing while events come all the time. */
export function watchSilence(fans: readonly StockFan[]) {
  const seen = fans.map(({ ids }) => ({ count: ids.length, sinceMs: performance.now() }))
  let longestMs = 0
  const look = () => {
    const nowMs = performance.now()
    for (const [place, one] of seen.entries()) {
      const count = fans[place]?.ids.length ?? 0
      longestMs = Math.max(longestMs, nowMs - one.sinceMs)
      if (count > one.count) Object.assign(one, { count, sinceMs: nowMs })
    }
  }
  const timer = setInterval(look, lookEveryMs)
  return {
    /** So far, of any fan. */
    longestMs: () => longestMs,
    stop: () => clearInterval(timer),
  }
}

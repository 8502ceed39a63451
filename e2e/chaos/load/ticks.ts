const tickMs = 10
/** Never make up for more than this at once: a load that was stopped for long must not flood. */
const catchUpMs = 1_000

export interface Pace {
  readonly eventsPerSecond: number
  readonly batch: number
  readonly sourcesShare: number
}

export interface Tickers {
  /** One batch is due. */
  readonly partner: (dueMs: number) => void
  /** One item of a source is due. */
  readonly sources: (dueMs: number) => void
}

export interface Ticks {
  setPaused(paused: boolean): void
  stop(): void
}

/** Calls each ticker at its rate, with the time at which each call was due. */
export function startTicks({ eventsPerSecond, batch, sourcesShare }: Pace, tickers: Tickers): Ticks {
  const lanes = [
    { everyMs: (1_000 * batch) / eventsPerSecond, call: tickers.partner, dueMs: Date.now() },
    { everyMs: 1_000 / (eventsPerSecond * sourcesShare), call: tickers.sources, dueMs: Date.now() },
  ].filter(lane => Number.isFinite(lane.everyMs))
  let paused = false
  const timer = setInterval(() => {
    const nowMs = Date.now()
    const earliestMs = paused ? nowMs : nowMs - catchUpMs
    for (const lane of lanes) {
      lane.dueMs = Math.max(lane.dueMs, earliestMs)
      if (!paused) callDue(lane, nowMs)
    }
  }, tickMs)
  return {
    setPaused(next) {
      paused = next
    },
    stop: () => clearInterval(timer),
  }
}

interface Lane {
  readonly everyMs: number
  readonly call: (dueMs: number) => void
  dueMs: number
}

function callDue(lane: Lane, nowMs: number): void {
  for (; lane.dueMs <= nowMs; lane.dueMs += lane.everyMs) lane.call(lane.dueMs)
}

export interface Repeating {
  /** Begins no more, and resolves when what is under way has ended. */
  stop(): Promise<void>
}

export interface RepeatOptions {
  readonly everyMs: number
  /** Never runs twice at once; long work looks at the signal between its steps. */
  readonly work: (signal: AbortSignal) => Promise<void>
  readonly onError: (error: unknown) => void
  readonly random?: () => number
}

/** What work needs, such as the database, is asked for again at least so often, and is soon in use when it is back. */
const maxBackoffMs = 3_000

/** How much longer than usual to wait after so many failures in a row: full jitter, doubled each time. */
export const backoffMs = (failures: number, everyMs: number, random = Math.random): number =>
  random() * Math.min(maxBackoffMs, everyMs * 2 ** Math.min(failures, 30))

/** Does something again and again until stopped. A failure is told, and after each in a row the pause is longer. */
export function repeat(options: RepeatOptions): Repeating {
  const { everyMs, work, onError, random } = options
  const stopping = new AbortController()
  let working: Promise<void> | undefined
  let failures = 0
  let quietUntilMs = Number.NEGATIVE_INFINITY
  const turn = async () => {
    try {
      await work(stopping.signal)
      failures = 0
    } catch (error) {
      failures += 1
      quietUntilMs = performance.now() + backoffMs(failures, everyMs, random)
      onError(error)
    }
  }
  const timer = setInterval(() => {
    if (performance.now() < quietUntilMs) return
    working ??= turn().finally(() => {
      working = undefined
    })
  }, everyMs)
  return {
    stop: async () => {
      stopping.abort()
      clearInterval(timer)
      await working
    },
  }
}

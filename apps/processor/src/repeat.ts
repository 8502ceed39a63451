export interface Repeating {
  /** Begins no more, and resolves when what is under way has ended. */
  stop(): Promise<void>
}

export interface RepeatOptions {
  readonly everyMs: number
  /** Never runs twice at once; long work looks at the signal between its steps. */
  readonly work: (signal: AbortSignal) => Promise<void>
  readonly onError: (error: unknown) => void
}

/** Does something again and again until stopped. A failure is told, and the next turn tries anew. */
export function repeat({ everyMs, work, onError }: RepeatOptions): Repeating {
  const stopping = new AbortController()
  let working: Promise<void> | undefined
  const timer = setInterval(() => {
    working ??= work(stopping.signal)
      .catch(onError)
      .finally(() => {
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

import { aggregationConsumer, type ConsumerName, type ConsumerOrders } from '@touchline/db'
import { type Repeating, repeat } from '../repeat.ts'

/** What operators want of this process's consumers now. */
export interface ConsumerWatch extends Repeating {
  isPaused(name: ConsumerName): boolean
  /** Whether any consumer of a topic is paused; each topic has one. */
  isTopicPaused(topic: string): boolean
  isAggregationPaused(): boolean
}

export interface ConsumerWatchOptions {
  readonly readOrders: () => Promise<ConsumerOrders>
  /** Of any clock that only rises. */
  readonly clockMs: () => number
  /** Told of the resets that wait, each time there are any; the next look waits for it. */
  readonly onResets: (ids: readonly string[], signal: AbortSignal) => Promise<void>
  readonly onError: (error: unknown) => void
  /** Default 500. */
  readonly intervalMs?: number
}

const keyOf = ({ consumer, topic }: ConsumerName) => `${consumer} ${topic}`

/**
 * Asks twice a second. A pause ends by this process's own clock, whether or not the database can be asked; and while
 * it has never been asked, all is paused: a process that comes up must not run past a pause from before.
 */
export function watchConsumers(options: ConsumerWatchOptions): ConsumerWatch {
  const { readOrders, clockMs, onResets, onError, intervalMs = 500 } = options
  let endsAtMs: ReadonlyMap<string, number> | undefined
  let isResetting = false
  const look = async (signal: AbortSignal) => {
    const askedAtMs = clockMs()
    const { pauses, resetIds } = await readOrders()
    endsAtMs = new Map(pauses.map(pause => [keyOf(pause), askedAtMs + pause.remainingMs]))
    if (resetIds.length === 0 || isResetting) return
    isResetting = true
    // Not awaited: a long reset must not delay the next pause.
    running = onResets(resetIds, signal)
      .catch(onError)
      .finally(() => {
        isResetting = false
      })
  }
  let running: Promise<void> | undefined
  const isKeyPaused = (key: string) =>
    endsAtMs === undefined || (endsAtMs.get(key) ?? Number.NEGATIVE_INFINITY) > clockMs()
  const first = new AbortController()
  const looking = look(first.signal).catch(onError)
  const looks = repeat({ everyMs: intervalMs, work: look, onError })
  return {
    isPaused: name => isKeyPaused(keyOf(name)),
    isTopicPaused: topic =>
      endsAtMs !== undefined &&
      [...endsAtMs.keys()].some(key => key.endsWith(` ${topic}`) && isKeyPaused(key)),
    isAggregationPaused: () => isKeyPaused(keyOf({ consumer: aggregationConsumer, topic: '' })),
    stop: async () => {
      first.abort()
      await Promise.all([looking, looks.stop()])
      await running
    },
  }
}

import { createRetryDelays } from '../consuming/retry-delays.ts'
import { pauseFor } from '../consuming/signals.ts'
import { type Bounds, startPlaces } from '../consuming/start-places.ts'
import type { ConsumeOptions, StartPlace, TopicPartition } from '../event-log.ts'

export interface BeginningsOptions {
  readonly options: Pick<ConsumeOptions, 'startAt' | 'retryDelayMs'>
  boundsOf(topic: string): Promise<readonly Bounds[]>
  readonly onError: (error: unknown) => void
}

/** Where the partitions begin that this member came to hold; nothing of them is handled until that is known. */
export interface Beginnings {
  /** The group settled anew: asks of all that is held, again and again until it is told, and gives each to `begin`. */
  ask(places: readonly TopicPartition[], begin: (place: StartPlace) => void): void
  /** Resolves once it is known where the partitions begin, or the signal aborted. */
  known(signal: AbortSignal): Promise<void>
  stop(): void
}

export function createBeginnings({ options, boundsOf, onError }: BeginningsOptions): Beginnings {
  const { startAt, retryDelayMs = 200 } = options
  let asking = new AbortController()
  let asked: Promise<void> = Promise.resolve()

  async function tell(places: readonly TopicPartition[]): Promise<StartPlace[] | undefined> {
    const topics = [...new Set(places.map(({ topic }) => topic))]
    const held = new Set(places.map(({ topic, partition }) => `${topic}/${partition}`))
    const bounds = (await Promise.all(topics.map(boundsOf))).flat()
    const begun = await startPlaces(
      { ...options, onError },
      bounds.filter(({ topic, partition }) => held.has(`${topic}/${partition}`)),
    )
    return begun && [...begun].map(([{ topic, partition }, offset]) => ({ topic, partition, offset }))
  }

  async function askUntilTold(
    places: readonly TopicPartition[],
    begin: (place: StartPlace) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const ask = () =>
      tell(places).catch((error: unknown) => {
        onError(error)
        return undefined
      })
    const delays = createRetryDelays(retryDelayMs)
    let told = await ask()
    while (!told && !signal.aborted) {
      await pauseFor(delays.next(), signal)
      told = await ask()
    }
    if (!signal.aborted) for (const place of told ?? []) begin(place)
  }

  return {
    ask(places, begin) {
      asking.abort()
      asking = new AbortController()
      asked = startAt ? askUntilTold(places, begin, asking.signal).catch(onError) : Promise.resolve()
    },
    async known(signal) {
      const aborted = new Promise<void>(resolve =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      )
      await Promise.race([asked, aborted])
    },
    stop: () => asking.abort(),
  }
}

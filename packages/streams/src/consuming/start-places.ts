import type { ConsumeOptions, StartAt, TopicPartition } from '../event-log.ts'
import { within } from '../time-limit.ts'

/** Where a partition begins that its member has just come to hold. */
export interface Bounds extends TopicPartition {
  readonly startOffset: bigint
  readonly endOffset: bigint
}

const keyOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`

const answerTimeoutMs = 2_000

/**
 * What the consumer tells of places, within the bounds of each; a place that it does not name is left out. Undefined
 * where it could not say.
 */
export async function startPlaces<Place extends Bounds>(
  { startAt, onError = () => {} }: Pick<ConsumeOptions, 'startAt' | 'onError'>,
  places: readonly Place[],
): Promise<Map<Place, bigint> | undefined> {
  if (!startAt || places.length === 0) return new Map()
  try {
    return await ask(startAt, places)
  } catch (error) {
    onError(error)
    return undefined
  }
}

async function ask<Place extends Bounds>(
  startAt: StartAt,
  places: readonly Place[],
): Promise<Map<Place, bigint>> {
  const asked = places.map(({ topic, partition }) => ({ topic, partition }))
  const late = () => new Error(`the consumer did not say within ${answerTimeoutMs} ms where to begin`)
  const answer = await within(answerTimeoutMs, startAt(asked), late)
  const told = new Map(answer.map(place => [keyOf(place), place.offset]))
  return new Map(
    places.flatMap(place => {
      const offset = told.get(keyOf(place))
      return offset === undefined ? [] : [[place, clamped(offset, place)] as const]
    }),
  )
}

const clamped = (offset: bigint, { startOffset, endOffset }: Bounds): bigint => {
  if (offset < startOffset) return startOffset
  return offset > endOffset ? endOffset : offset
}

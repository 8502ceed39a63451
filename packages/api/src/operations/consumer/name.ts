import { wellFormedText } from '@touchline/contracts'
import { type ConsumerName, consumerNames, criticalConsumer } from '@touchline/db'
import { z } from 'zod'

const isKnown = ({ consumer, topic }: ConsumerName) =>
  consumerNames.some(one => one.consumer === consumer && one.topic === topic)

const fields = { consumer: wellFormedText.max(64), topic: wellFormedText.max(64) }
/** Which consumer; the aggregation has no topic. */
export const consumerInput = z.strictObject(fields).refine(isKnown, 'is no consumer')
export const reasonSchema = wellFormedText.trim().min(1).max(500)

/** An input about one consumer, with more fields. */
export const aboutConsumer = <T extends z.ZodRawShape>(more: T) =>
  z.strictObject({ ...fields, ...more }).refine(input => isKnown(input as unknown as ConsumerName), {
    message: 'is no consumer',
    path: ['consumer'],
  })

/** As the audit and the resets' confirmation name it. */
export const consumerId = ({ consumer, topic }: ConsumerName): string =>
  topic === '' ? consumer : `${consumer}/${topic}`

export const pauseMinutesMax = 60
const criticalMinutesMax = 5

export const minutesAllowed = ({ consumer }: ConsumerName): number =>
  consumer === criticalConsumer ? criticalMinutesMax : pauseMinutesMax

export const isCritical = ({ consumer }: ConsumerName): boolean => consumer === criticalConsumer

import { type ConsumerControl, type Database, inTransaction, pauseConsumer } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import {
  aboutConsumer,
  consumerId,
  isCritical,
  minutesAllowed,
  pauseMinutesMax,
  reasonSchema,
} from './name.ts'

export const pauseConsumerInput = aboutConsumer({
  minutes: z.int().min(1).max(pauseMinutesMax),
  reason: reasonSchema,
})
export type PauseConsumerInput = z.infer<typeof pauseConsumerInput>

/**
 * Has a consumer stand still for some minutes from now, after which it goes on by itself; one that is paused already
 * from now on too. Processors obey within a second. `forbidden`: the critical one is an admin's alone. `invalid-input`:
 * for longer than it may.
 */
export async function pauseAConsumer(
  database: Database,
  { minutes, reason, ...input }: PauseConsumerInput,
  actor: Actor,
): Promise<Outcome<ConsumerControl, 'forbidden' | 'invalid-input'>> {
  const name = { consumer: input.consumer, topic: input.topic }
  if (isCritical(name) && actor.role !== 'admin') return failed('forbidden')
  const most = minutesAllowed(name)
  if (minutes > most) {
    return failed('invalid-input', [
      { path: 'minutes', message: `is more than ${most}, the most for this consumer` },
    ])
  }
  return inTransaction(database.pool, async tx => {
    const control = await pauseConsumer(tx, { ...name, minutes, reason, by: actor.name })
    await audit(tx, actor, {
      ...{ action: 'consumer.pause', subject: { kind: 'consumer', id: consumerId(name) }, reason },
      details: { minutes, until: control.pausedUntil },
    })
    return succeeded(control)
  })
}

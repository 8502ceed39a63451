import { type ConsumerControl, type Database, inTransaction, resumeConsumer } from '@touchline/db'
import type { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { aboutConsumer, consumerId, reasonSchema } from './name.ts'

export const resumeConsumerInput = aboutConsumer({ reason: reasonSchema.optional() })
export type ResumeConsumerInput = z.infer<typeof resumeConsumerInput>

/** Ends a pause now. `state-conflict`: it is not paused, or not any more. */
export function resumeAConsumer(
  database: Database,
  { reason, ...input }: ResumeConsumerInput,
  actor: Actor,
): Promise<Outcome<ConsumerControl, 'state-conflict'>> {
  const name = { consumer: input.consumer, topic: input.topic }
  return inTransaction(database.pool, async tx => {
    const control = await resumeConsumer(tx, { ...name, by: actor.name })
    if (!control) return failed('state-conflict')
    await audit(tx, actor, {
      ...{ action: 'consumer.resume', subject: { kind: 'consumer', id: consumerId(name) }, reason },
    })
    return succeeded(control)
  })
}

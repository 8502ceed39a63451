import { type Fault, matchIdSchema, wellFormedText } from '@touchline/contracts'
import {
  aggregationConsumer,
  type ConsumerName,
  type ConsumerReset,
  type ConsumerResetTarget,
  type Database,
  getMatch,
  insertConsumerReset,
  inTransaction,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { askedTimeSchema } from '../asked-time.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { aboutConsumer, consumerId, reasonSchema } from './name.ts'

/** `end` and `time` for topics, `match` for the aggregation. */
export const resetTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('end') }),
  z.strictObject({ kind: z.literal('time'), before: askedTimeSchema }),
  z.strictObject({ kind: z.literal('match'), matchId: matchIdSchema }),
])

export const resetConsumerInput = aboutConsumer({
  target: resetTargetSchema,
  reason: reasonSchema,
  /** The topic, or the match, typed by whoever asks. */
  confirm: wellFormedText.max(200),
})
export type ResetConsumerInput = z.infer<typeof resetConsumerInput>

type Failure = 'invalid-input' | 'match-not-found' | 'state-conflict'

/** What has to be typed to confirm a reset. */
export const confirmationOf = ({ topic }: ConsumerName, target: ConsumerResetTarget): string =>
  target.kind === 'match' ? target.matchId : topic

/**
 * Asks for a reset, which a processor then does within a second or so. `invalid-input`: this consumer has no such
 * target, or it is not confirmed. `match-not-found`: there is no such match. `state-conflict`: a reset of the same is
 * still to be done.
 */
export async function resetAConsumer(
  database: Database,
  { consumer, topic, target, reason, confirm }: ResetConsumerInput,
  actor: Actor,
  now: Date,
): Promise<Outcome<ConsumerReset, Failure>> {
  const name = { consumer, topic }
  const fault = targetFault(name, target, now) ?? confirmationFault(name, target, confirm)
  if (fault) return failed('invalid-input', [fault])
  if (target.kind === 'match' && !(await getMatch(database, target.matchId))) return failed('match-not-found')
  return inTransaction(database.pool, async tx => {
    const reset = await insertConsumerReset(tx, { ...name, target, reason, by: actor.name })
    if (!reset) return failed('state-conflict')
    await audit(tx, actor, {
      ...{ action: 'consumer.reset', subject: { kind: 'consumer', id: consumerId(name) }, reason },
      details: { reset: reset.id, target },
    })
    return succeeded(reset)
  })
}

/** Why a consumer can't be reset to a target; undefined where it can. */
export function targetFault(
  { consumer }: ConsumerName,
  target: ConsumerResetTarget,
  now: Date,
): Fault | undefined {
  const isAggregation = consumer === aggregationConsumer
  if (isAggregation !== (target.kind === 'match')) {
    const message = isAggregation
      ? 'the aggregation is reset by match'
      : 'only the aggregation is reset by match'
    return { path: 'target', message }
  }
  if (target.kind !== 'time' || Date.parse(target.before) <= now.getTime()) return undefined
  return { path: 'target.before', message: 'lies in the future' }
}

function confirmationFault(
  name: ConsumerName,
  target: ConsumerResetTarget,
  confirm: string,
): Fault | undefined {
  const wanted = confirmationOf(name, target)
  return confirm === wanted ? undefined : { path: 'confirm', message: `has to be ${wanted}` }
}

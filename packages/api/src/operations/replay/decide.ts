import { plainText } from '@touchline/contracts'
import { type Database, decideReplay as decide, inTransaction } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const decideReplayInput = z.object({ id: rowIdSchema, approve: z.boolean(), reason: plainText(500) })

export interface DecidedReplay {
  readonly id: string
  readonly state: 'pending' | 'declined'
}

/** Lets a replay that awaits it begin, or refuses it for good. `approval-by-another`: who asked can't decide. */
export async function decideReplay(
  database: Database,
  { id, approve, reason }: z.output<typeof decideReplayInput>,
  actor: Actor,
): Promise<Outcome<DecidedReplay, 'replay-not-found' | 'state-conflict' | 'approval-by-another'>> {
  return inTransaction(database.pool, async tx => {
    const decided = await decide(tx, { id, approve, reason, by: actor.name })
    if (!decided) return failed('replay-not-found')
    if (decided.refused) return failed(decided.refused)
    const state = approve ? 'pending' : 'declined'
    await audit(tx, actor, {
      ...{ action: 'replay.decide', subject: { kind: 'replay', id }, reason },
      details: { approve, state, total: decided.total, requestedBy: decided.requestedBy },
    })
    return succeeded({ id, state })
  })
}

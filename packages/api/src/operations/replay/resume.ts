import { approvalAboveLetters } from '@touchline/contracts'
import { type Database, inTransaction, isApproved, moveReplay } from '@touchline/db'
import type { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import type { replayInput } from './show.ts'

/** Lets a replay that was stopped or aborted go on with what it has not sent. One that nobody approved can't. */
export async function resumeReplay(
  database: Database,
  { id }: z.output<typeof replayInput>,
  actor: Actor,
): Promise<Outcome<{ id: string; state: 'pending' }, 'replay-not-found' | 'state-conflict'>> {
  return inTransaction(database.pool, async tx => {
    if (!(await isApproved(tx, id, approvalAboveLetters))) return failed('state-conflict')
    const change = await moveReplay(tx, { id, from: ['stopped', 'aborted'], to: 'pending' })
    if (!change) return failed('replay-not-found')
    if (!change.moved) return failed('state-conflict')
    await audit(tx, actor, { action: 'replay.resume', subject: { kind: 'replay', id } })
    return succeeded({ id, state: 'pending' })
  })
}

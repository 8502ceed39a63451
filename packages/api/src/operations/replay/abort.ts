import { type Database, inTransaction, moveReplay } from '@touchline/db'
import type { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import type { replayInput } from './show.ts'

/** Ends a replay that is not over: what is not sent yet is not sent. It can be resumed, unless it awaited approval. */
export async function abortReplay(
  database: Database,
  { id }: z.output<typeof replayInput>,
  actor: Actor,
): Promise<Outcome<{ id: string; state: 'aborted' }, 'replay-not-found' | 'state-conflict'>> {
  return inTransaction(database.pool, async tx => {
    const change = await moveReplay(tx, {
      id,
      from: ['awaiting_approval', 'pending', 'running'],
      to: 'aborted',
    })
    if (!change) return failed('replay-not-found')
    if (!change.moved) return failed('state-conflict')
    await audit(tx, actor, { action: 'replay.abort', subject: { kind: 'replay', id } })
    return succeeded({ id, state: 'aborted' })
  })
}

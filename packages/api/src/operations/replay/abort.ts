import { type Database, moveReplay } from '@touchline/db'
import type { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import type { replayInput } from './show.ts'

/** Ends a replay that is pending or running: what is not sent yet is not sent. It can be resumed. */
export async function abortReplay(
  database: Database,
  { id }: z.output<typeof replayInput>,
): Promise<Outcome<{ id: string; state: 'aborted' }, 'replay-not-found' | 'state-conflict'>> {
  const change = await moveReplay(database, { id, from: ['pending', 'running'], to: 'aborted' })
  if (!change) return failed('replay-not-found')
  return change.moved ? succeeded({ id, state: 'aborted' }) : failed('state-conflict')
}

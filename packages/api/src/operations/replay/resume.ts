import { type Database, moveReplay } from '@touchline/db'
import type { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import type { replayInput } from './show.ts'

/** Lets a replay that was stopped or aborted go on with what it has not sent. */
export async function resumeReplay(
  database: Database,
  { id }: z.output<typeof replayInput>,
): Promise<Outcome<{ id: string; state: 'pending' }, 'replay-not-found' | 'state-conflict'>> {
  const change = await moveReplay(database, { id, from: ['stopped', 'aborted'], to: 'pending' })
  if (!change) return failed('replay-not-found')
  return change.moved ? succeeded({ id, state: 'pending' }) : failed('state-conflict')
}

import { type MatchId, matchIdSchema, plainText } from '@touchline/contracts'
import { type Database, type Handed, inTransaction, type RaisedEpoch, raiseEpoch } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const raiseEpochInput = z.object({ matchId: matchIdSchema, reason: plainText(200) })

/**
 * Begins a new epoch of a match: to be done after its history was lost, as by a restore. All who follow it, or come
 * back to it, are told and start over.
 */
export async function raiseMatchEpoch(
  database: Pick<Database, 'pool'>,
  { matchId, reason }: z.output<typeof raiseEpochInput>,
  actor: Actor,
): Promise<Outcome<RaisedEpoch, 'match-not-found'>> {
  const raised = await raise(database, { matchId, reason }, actor)
  return raised ? succeeded(raised) : failed('match-not-found')
}

/**
 * The same where the store itself contradicts what was handed out, and only then: a second one who remembers the same
 * finds the epoch raised, and one who was told an old state finds nothing wrong.
 */
export async function raiseLostEpoch(
  database: Pick<Database, 'pool'>,
  handed: Handed,
  instance: string,
): Promise<RaisedEpoch | undefined> {
  const { epoch, seq, matchId } = handed
  const reason = `gateway ${instance} had handed out ${epoch}:${seq}, which the store does not hold`.slice(
    0,
    200,
  )
  const actor: Actor = { id: 'system:gateway', name: 'gateway', role: 'admin', via: 'system' }
  return raise(database, { matchId: matchId as MatchId, reason, handed }, actor)
}

interface Raising {
  readonly matchId: MatchId
  readonly reason: string
  readonly handed?: Handed
}

const raise = (database: Pick<Database, 'pool'>, { matchId, reason, handed }: Raising, actor: Actor) =>
  inTransaction(database.pool, async tx => {
    const raised = await raiseEpoch(tx, matchId, handed)
    if (!raised) return undefined
    const { before, epoch } = raised
    await audit(tx, actor, {
      ...{ action: 'epoch.raise', subject: { kind: 'match', id: matchId }, reason },
      details: { before: before.epoch, epoch, lastSeq: before.seq, ...(handed && { handedSeq: handed.seq }) },
    })
    return raised
  })

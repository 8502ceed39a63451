import { broadcastEventSchema } from '@touchline/contracts'
import {
  type Database,
  holdMatchForCorrection,
  insertCorrection,
  inTransaction,
  isCorrectionUnderWay,
  nextCorrectionId,
} from '@touchline/db'
import { primariesOf } from '@touchline/match'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { correctionEventId, operatorProvider } from '../correction/correction-event.ts'
import { reasonSchema } from '../correction/correction-input.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { choiceShape, refusalOf, type ShownState, shown } from './preview.ts'
import { type Coverage, choiceTimeMs, readCoverage, stateNow, stateWith } from './read-coverage.ts'

/** `reason`: why, for the audit. */
export const choosePrimaryProviderInput = z.object({ ...choiceShape, reason: reasonSchema })
type Asked = z.output<typeof choosePrimaryProviderInput>

export interface ChosenPrimaryProvider {
  /** The correction's, under which it goes into the log. */
  readonly id: string
  readonly matchId: string
  readonly provider: string
  readonly sourceEventId: string
  /** By what is known now. */
  readonly after: ShownState
}

/** After so long without an end, another may be asked for. */
const underWayMs = 60_000

/** Makes a provider the primary one of a match; a processor puts it into the log within a second. */
export async function choosePrimaryProvider(
  database: Database,
  asked: Asked,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<Outcome<ChosenPrimaryProvider, 'match-not-found' | 'state-conflict'>> {
  return inTransaction(database.pool, async tx => {
    const { matchId, provider, reason } = asked
    const match = await holdMatchForCorrection(tx, matchId)
    const coverage = match && (await readCoverage(database, matchId, tx))
    if (!coverage) return failed('match-not-found')
    const isUnderWay = await isCorrectionUnderWay(tx, { matchId, withinMs: underWayMs })
    const refusal = isUnderWay
      ? 'another correction of this match is on its way'
      : refusalOf(coverage, provider)
    if (refusal !== undefined) return failed('state-conflict', [{ path: 'provider', message: refusal }])
    const id = await nextCorrectionId(tx)
    const event = choiceEvent({ id, ...asked }, coverage, now.getTime())
    const sourceEventId = correctionEventId(id)
    await insertCorrection(tx, {
      ...{ id, matchId, type: event.type, sourceEventId, event, reason, requestedBy: actor.name },
    })
    const after = shown(stateWith(coverage, provider, now.getTime()))
    const { chosen, byKind } = primariesOf([...coverage.facts.values()])
    await audit(tx, actor, {
      ...{ action: 'primaryProvider.choose', subject: { kind: 'match', id: matchId }, reason },
      details: {
        correctionId: id,
        from: chosen ?? byKind,
        to: provider,
        before: shown(stateNow(coverage)),
        after,
      },
    })
    return succeeded({ id, matchId, provider, sourceEventId, after })
  })
}

const choiceEvent = (
  { id, matchId, provider }: Asked & { readonly id: string },
  coverage: Coverage,
  nowMs: number,
) =>
  broadcastEventSchema.parse({
    ...{ source: 'broadcast', matchId, sourceEventId: correctionEventId(id), provider: operatorProvider },
    ...{ type: 'primary-provider-changed', payload: { provider } },
    occurredAt: new Date(choiceTimeMs(coverage, nowMs)).toISOString(),
    ingestedAt: new Date(nowMs).toISOString(),
  })

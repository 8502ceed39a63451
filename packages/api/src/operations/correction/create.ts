import { plainText } from '@touchline/contracts'
import {
  type Database,
  holdMatchForCorrection,
  insertCorrection,
  inTransaction,
  isCorrectionUnderWay,
  type MatchToCorrect,
  nextCorrectionId,
  scoreAt,
  type Transaction,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { correctionEvent, correctionEventId } from './correction-event.ts'
import { correctionShape, reasonSchema } from './correction-input.ts'
import { asNew, type CorrectionView, toCorrectionView } from './correction-view.ts'

export const createCorrectionInput = z.object({
  ...correctionShape,
  /** The preview's. */
  expectedSeq: z.int().min(0),
  /** Why, for the audit. */
  reason: reasonSchema,
  /** Why, for fans to read. */
  publicReason: plainText(120).optional(),
})
type Asked = z.output<typeof createCorrectionInput>

/** After so long without an end, another may be asked for. */
const underWayMs = 60_000

/**
 * Asks for a score to be corrected; a processor puts it into the log within a second. Refused where the score has moved
 * since the preview, another correction is on its way, or the match has not begun.
 */
export async function createCorrection(
  database: Database,
  asked: Asked,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<Outcome<CorrectionView, 'match-not-found' | 'state-conflict'>> {
  return inTransaction(database.pool, async tx => {
    const { matchId, home, away, reason, publicReason, expectedSeq } = asked
    const match = await holdMatchForCorrection(tx, matchId)
    if (!match) return failed('match-not-found')
    const conflict = await conflictOf(tx, asked, match)
    if (conflict) return failed('state-conflict', [{ path: 'expectedSeq', message: conflict }])
    const id = await nextCorrectionId(tx)
    const score = { home, away }
    const event = correctionEvent({ id, matchId, score, publicReason }, match.state, now.getTime())
    const sourceEventId = correctionEventId(id)
    const written = { id, matchId, type: event.type, sourceEventId, event, reason, requestedBy: actor.name }
    const row = await insertCorrection(tx, written)
    await audit(tx, actor, {
      ...{ action: 'correction.create', subject: { kind: 'match', id: matchId }, reason },
      details: { correctionId: id, kind: event.type, from: match.state.score, to: score, expectedSeq },
    })
    return succeeded(toCorrectionView(asNew(row)))
  })
}

async function conflictOf(
  tx: Transaction,
  { matchId, expectedSeq }: Asked,
  { state, epoch, lastSeq }: MatchToCorrect,
): Promise<string | undefined> {
  if (state.status === 'scheduled') return 'the match has not begun'
  if (await isCorrectionUnderWay(tx, { matchId, withinMs: underWayMs })) {
    return 'another correction of this match is on its way'
  }
  if (expectedSeq > lastSeq) return 'the match has not come so far'
  const { score } = state
  const seen =
    expectedSeq === 0 ? { home: 0, away: 0, epoch } : await scoreAt(tx, { matchId, seq: expectedSeq })
  if (seen?.home === score.home && seen.away === score.away && seen.epoch === epoch) return undefined
  return `the score has moved since: it is ${score.home}–${score.away} now`
}

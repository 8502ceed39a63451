import type { Score } from '@touchline/contracts'
import type { CorrectionOutcome, CorrectionRow } from '@touchline/db'

/**
 * `waiting`: no processor has put it into the log yet; `sent`: it is on its way, or something newer stands in its
 * place; `stored`: fans have it; `dead`: it could not be processed.
 */
export type CorrectionState = 'waiting' | 'sent' | 'stored' | 'dead'

export interface CorrectionView {
  readonly id: string
  readonly matchId: string
  readonly kind: string
  readonly sourceEventId: string
  readonly score: Score
  readonly reason: string
  readonly requestedBy: string
  readonly createdAt: string
  readonly sentAt: string | null
  readonly state: CorrectionState
  /** Where it is stored. */
  readonly seq: number | null
  readonly storedAt: string | null
  readonly letterId: string | null
}

export function toCorrectionView(row: CorrectionOutcome): CorrectionView {
  const { id, matchId, type, sourceEventId, reason, requestedBy, seq, letterId } = row
  const { home, away } = row.event.payload as Score
  return {
    ...{ id, matchId, kind: type, sourceEventId, reason, requestedBy, seq, letterId },
    score: { home, away },
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    storedAt: row.storedAt?.toISOString() ?? null,
    state: stateOf(row),
  }
}

function stateOf({ seq, letterId, sentAt }: CorrectionOutcome): CorrectionState {
  if (seq !== null) return 'stored'
  if (letterId !== null) return 'dead'
  return sentAt === null ? 'waiting' : 'sent'
}

export const asNew = (row: CorrectionRow): CorrectionOutcome => ({
  ...row,
  seq: null,
  storedAt: null,
  letterId: null,
})

import {
  type BroadcastEvent,
  broadcastEventSchema,
  correctionIdPrefix,
  type MatchState,
  type Score,
} from '@touchline/contracts'

/** The provider of what operators put into the log. */
export const operatorProvider = 'operator'

/** What the log, and all behind it, knows a correction by. */
export const correctionEventId = (id: string): string => `${correctionIdPrefix}${id}`

export interface AskedCorrection {
  readonly id: string
  readonly matchId: string
  readonly score: Score
  /** What fans may read of why. */
  readonly publicReason?: string | undefined
}

/** The event that a correction is. It holds what happened up to now, and whatever was corrected before it. */
export function correctionEvent(
  { id, matchId, score, publicReason }: AskedCorrection,
  state: MatchState,
  nowMs: number,
): BroadcastEvent {
  const after = state.scoreAsOf === undefined ? 0 : Date.parse(state.scoreAsOf) + 1
  return broadcastEventSchema.parse({
    source: 'broadcast',
    matchId,
    sourceEventId: correctionEventId(id),
    provider: operatorProvider,
    type: 'score-corrected',
    occurredAt: new Date(Math.max(nowMs, after)).toISOString(),
    ingestedAt: new Date(nowMs).toISOString(),
    payload: { ...score, ...(publicReason === undefined ? {} : { reason: publicReason }) },
  })
}

import type { MatchEvent, MatchId } from '@touchline/contracts'

const players = ['Okafor', 'Lindqvist', 'Marchetti', 'Sørensen', 'Adeyemi', 'Castellanos', 'Novak', 'Hale']
const playerAt = (index: number): string => players[index % players.length] ?? ''
const goalEvery = 50

/** Event `seq` of a match: a pass, or now and then a goal. 370 to 400 bytes of JSON. */
export function eventAt(matchId: MatchId, seq: number, occurredAt = new Date()): MatchEvent {
  const now = occurredAt.toISOString()
  const isGoal = seq % goalEvery === 0
  const sourceEventId = `${matchId}-${seq}`
  const start = { x: 0.41, y: (seq % 100) / 100 }
  const common = {
    ...{ matchId, epoch: 1, seq, source: 'broadcast' as const, sourceEventId },
    ...{ occurredAt: now, ingestedAt: now, storedAt: now },
    clock: { period: 1, seconds: seq % 2_700 },
    score: { home: Math.floor(seq / goalEvery), away: 0 },
    correlationId: sourceEventId,
  }
  const play = { team: 'home' as const, player: playerAt(seq), start }
  return isGoal
    ? { ...common, type: 'goal-scored', lane: 'critical', payload: { ...play, assist: playerAt(seq + 3) } }
    : { ...common, type: 'pass-made', lane: 'normal', payload: { ...play, receiver: playerAt(seq + 1) } }
}

import { type Lane, type MatchEvent, type MatchId, matchIdSchema, type Position } from '@touchline/contracts'
import type { Notice } from '@touchline/streams'

export const testMatch: MatchId = matchIdSchema.parse('derby-1')
const lanes: readonly Lane[] = ['normal', 'critical', 'normal', 'low']

/** Event `seq` of a match; its lane follows from its seq. */
export function eventAt({ epoch, seq }: Position, matchId: MatchId = testMatch): MatchEvent {
  const at = new Date(1_780_000_000_000 + seq).toISOString()
  return {
    matchId,
    epoch,
    seq,
    type: 'commentary-published',
    lane: lanes[seq % lanes.length] ?? 'normal',
    source: 'broadcast',
    sourceEventId: `${matchId}-${epoch}-${seq}`,
    occurredAt: at,
    ingestedAt: at,
    storedAt: at,
    clock: { period: 1, seconds: seq },
    score: { home: 0, away: 0 },
    correlationId: 'test',
    payload: { text: `event ${seq} of epoch ${epoch}`, lang: 'en' },
  }
}

export const eventsBetween = (epoch: number, firstSeq: number, lastSeq: number, matchId = testMatch) =>
  Array.from({ length: lastSeq - firstSeq + 1 }, (_, index) =>
    eventAt({ epoch, seq: firstSeq + index }, matchId),
  )

export const noticeOf = (events: readonly MatchEvent[], withBody = true): Notice => {
  const [first, last] = [events[0], events.at(-1)]
  if (!first || !last) throw new Error('a notice announces one event at least')
  const notice = { channel: first.matchId, epoch: first.epoch, firstSeq: first.seq, lastSeq: last.seq }
  return withBody ? { ...notice, body: JSON.stringify(events) } : notice
}

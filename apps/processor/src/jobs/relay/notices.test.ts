import { type MatchEvent, matchEventSchema } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { toNotices } from './notices.ts'

const eventAt = (seq: number, text = 'x'): MatchEvent =>
  matchEventSchema.parse({
    matchId: 'm',
    epoch: 1,
    seq,
    type: 'commentary-published',
    lane: 'normal',
    source: 'broadcast',
    sourceEventId: `m-${seq}`,
    occurredAt: '2026-05-01T19:00:00.000Z',
    ingestedAt: '2026-05-01T19:00:00.100Z',
    storedAt: '2026-05-01T19:00:00.200Z',
    clock: { period: 1, seconds: 0 },
    score: { home: 0, away: 0 },
    correlationId: 'c',
    payload: { text, lang: 'en' },
  }) as MatchEvent
const relayedAt = new Date('2026-05-01T19:00:00.250Z')

it('carries each event as it is stored, with when it was sent on', () => {
  const events = [eventAt(1), eventAt(2, 'a "quoted" }'), eventAt(3)]
  const [notice, ...more] = toNotices(events, relayedAt)
  expect(more).toEqual([])
  expect(notice).toMatchObject({ channel: 'm', epoch: 1, firstSeq: 1, lastSeq: 3 })
  expect(JSON.parse(notice?.body ?? '')).toEqual(
    events.map(event => ({ ...event, relayedAt: relayedAt.toISOString() })),
  )
})

it('cuts where a body grows too long, or the next event does not follow', () => {
  const long = 'x'.repeat(40_000)
  const notices = toNotices([eventAt(1, long), eventAt(2, long), eventAt(3), eventAt(9)], relayedAt)
  expect(notices.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
    [1, 1],
    [2, 3],
    [9, 9],
  ])
})

import type { FeedSessionRow } from '@touchline/db'
import { describe, expect, it } from 'vitest'
import { type Case, judgeSession } from './judge-session.ts'

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
const at = (seconds: number) => new Date(startMs + seconds * 1_000)

/** Open since before the event at 10 s, on a gateway that has just reported and come further. */
const open: FeedSessionRow = {
  sessionId: 's',
  instance: 'g1',
  connectionId: 'c1',
  transport: 'socket',
  lanes: [],
  delaySeconds: 0,
  epoch: 2,
  afterSeq: 100,
  startedAt: at(0),
  endEpoch: null,
  endSeq: null,
  endedAt: null,
  endReason: null,
  reportedAt: at(19),
  reachedEpoch: 2,
  reachedSeq: 150,
  reachedAt: at(18),
}
const ended = (endSeq: number | null) => ({
  endEpoch: endSeq === null ? null : 2,
  endSeq,
  endedAt: at(15),
  endReason: 'lost',
})
const event = {
  epoch: 2,
  seq: 120,
  lane: 'normal' as const,
  type: 'pass-made' as const,
  occurredAt: at(9).toISOString(),
  storedAt: at(10).toISOString(),
}
const omission = { sessionId: 's', afterSeq: 110, upToSeq: 130, kind: 'low', at: at(12) }
const judge = (session: Partial<FeedSessionRow>, more: Partial<Case> = {}) =>
  judgeSession({
    session: { ...open, ...session },
    event,
    omission: undefined,
    nowMs: at(20).getTime(),
    ...more,
  })

describe('what became of an event on one feed', () => {
  it.each<[string, Partial<FeedSessionRow>, Partial<Case>, string, number]>([
    ['the gateway has come further', {}, {}, 'passed-on', 18],
    ['the gateway has just come to it', { reachedSeq: 120 }, {}, 'passed-on', 18],
    ['the gateway is not there yet', { reachedSeq: 119 }, {}, 'on-its-way', 20],
    [
      'the gateway has told nothing yet',
      { reachedEpoch: null, reachedSeq: null, reachedAt: null, reportedAt: null, startedAt: at(19) },
      {},
      'on-its-way',
      20,
    ],
    ['the gateway fell silent before', { reachedSeq: 119, reportedAt: at(9) }, {}, 'gateway-died', 9],
    [
      'the gateway was never heard of',
      { reachedSeq: null, reachedAt: null, reportedAt: null },
      {},
      'gateway-died',
      0,
    ],
    ['it ended at the event', ended(120), {}, 'delivered', 15],
    ['it ended just before', ended(119), {}, 'ended-before', 15],
    ['it ended with nothing written', ended(null), {}, 'ended-before', 15],
    ['it ended in an older epoch', { ...ended(900), endEpoch: 1, epoch: 1 }, {}, 'ended-before', 15],
    [
      'it began in an older epoch and came along',
      { ...ended(120), epoch: 1, afterSeq: 900 },
      {},
      'delivered',
      15,
    ],
    ['it began at the event', { afterSeq: 120 }, {}, 'began-after', 0],
    ['it began just before', { afterSeq: 119 }, {}, 'passed-on', 18],
    ['it began in a newer epoch', { epoch: 3, afterSeq: 0 }, {}, 'began-after', 0],
    ['it wants other lanes', { lanes: ['critical', 'low'] }, {}, 'not-asked-for', 0],
    ['it wants that lane', { lanes: ['normal'] }, {}, 'passed-on', 18],
    ['a marker told that it is left out', {}, { omission }, 'left-out', 12],
    ['a marker told so, and it ended later', ended(140), { omission }, 'left-out', 12],
    ['it is 30 s behind', { delaySeconds: 30 }, {}, 'held-back', 39],
    [
      'it was 30 s behind, and has caught up',
      { delaySeconds: 30 },
      { nowMs: at(39).getTime() },
      'passed-on',
      18,
    ],
    [
      'it was 30 s behind, and ended before that',
      { delaySeconds: 30, ...ended(119) },
      {},
      'ended-before',
      15,
    ],
  ])('%s', (_case, session, more, verdict, seconds) => {
    const judgement = judge(session, more)
    expect(judgement).toMatchObject({ verdict })
    expect(judgement.at).toBe(at(seconds).toISOString())
  })

  it('names places, lanes and reasons', () => {
    expect(judge(ended(119)).text).toBe('it ended (lost) with 2:119 written last')
    expect(judge({ lanes: ['critical', 'low'] }).text).toBe(
      'it asked for critical and low events; this one is normal',
    )
    expect(judge({}, { omission: { ...omission, kind: 'gap' } }).text).toContain(
      'snapshot: the marker for 111 to 130',
    )
  })
})

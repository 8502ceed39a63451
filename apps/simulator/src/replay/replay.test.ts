import { matchIdFromFileName, parse } from '@touchline/formats'
import { csvFixture } from '@touchline/formats/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWebhookSender } from '../partner/webhook-sender.ts'
import type { Speed } from '../script/options.ts'
import { type Door, openDoor, testSecret } from '../testing/door.ts'
import { dated, timelineOfNow } from './dates.ts'
import { inDocumentOrder, withDue } from './due.ts'
import { expectationOf } from './expectation.ts'
import { replay } from './replay.ts'

const { items } = parse('metrica', csvFixture, {
  defaultMatchId: matchIdFromFileName('metrica', 'Made_Up.csv'),
  kickoffAt: '2026-05-01T19:00:00.000Z',
})
const events = inDocumentOrder(withDue(items))
const datedNow = (speed: Speed) =>
  dated(events, timelineOfNow(events, { speed, isShuffled: false }, Date.now()))
let door: Door
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const play = (speed: Speed, batch: number) =>
  replay({
    events: datedNow(speed),
    speed,
    batch,
    send: createWebhookSender({
      ingestUrl: door.url,
      partner: { name: 'replay', secret: testSecret },
      patienceMs: 500,
      onRetry: () => {},
    }),
    signal: new AbortController().signal,
    onProgress: () => {},
  })
const ids = () => door.events.map(({ event }) => event.sourceEventId)

describe('a replay', () => {
  it('sends every event once, in order, in arrays of at most a batch', async () => {
    expect(await play('max', 5)).toEqual({ kind: 'played', accepted: 12, refused: 0 })
    expect(ids()).toEqual(events.map(({ item }) => item.sourceEventId))
    expect(door.requests.map(request => request.events)).toEqual([5, 5, 2])
  })

  it('keeps to its speed, and dates nothing ahead of its sending', async () => {
    const startedMs = Date.now()
    await play(50, 100)
    // How many requests that takes is the machine's affair: what fell due while one was under way goes together.
    expect(door.requests.length).toBeGreaterThan(1)
    expect(ids()).toEqual(events.map(({ item }) => item.sourceEventId))
    for (const [index, { event, atMs }] of door.events.entries()) {
      const dueMs = ((events[index]?.dueSeconds ?? 0) * 1_000) / 50
      // A timer may be a millisecond early.
      expect(atMs - startedMs).toBeGreaterThanOrEqual(Math.floor(dueMs) - 1)
      expect(Date.parse(String(event.occurredAt))).toBeLessThanOrEqual(atMs)
    }
  })

  it('stops with what was accepted so far when it can not go on', async () => {
    door.refusals.push({ status: 503, retryAfter: '60' })
    expect(await play('max', 5)).toMatchObject({ kind: 'gave-up', accepted: 0 })
    door.refusals.push({ status: 401 })
    expect(await play('max', 5)).toMatchObject({ kind: 'turned-away', status: 401 })
  })

  it('knows what the match must look like afterwards', () => {
    expect(expectationOf(items)).toEqual({
      events: 12,
      versions: 12,
      score: { home: 1, away: 0 },
      yellowCards: { home: 1, away: 1 },
      redCards: { home: 0, away: 1 },
    })
  })
})

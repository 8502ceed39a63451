import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordedEvents } from '../metrica/events.ts'
import { matchIdOf, parseMetrica } from '../metrica/read-file.ts'
import { createWebhookSender } from '../partner/webhook-sender.ts'
import type { Speed } from '../script/options.ts'
import { type Door, openDoor, testSecret } from '../testing/door.ts'
import { csvFixture } from '../testing/metrica-fixtures.ts'
import { expectationOf, replay } from './replay.ts'

const events = recordedEvents(parseMetrica(csvFixture), matchIdOf('Made_Up.csv'))
let door: Door
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const play = (speed: Speed, batch: number) =>
  replay({
    events,
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
    expect(ids()).toEqual(events.map(({ event }) => event.sourceEventId))
    expect(door.requests.map(request => request.events)).toEqual([5, 5, 2])
  })

  it('keeps to its speed, and dates nothing ahead of its sending', async () => {
    const startedMs = Date.now()
    await play(50, 100)
    // How many requests that takes is the machine's affair: what fell due while one was under way goes together.
    expect(door.requests.length).toBeGreaterThan(1)
    expect(ids()).toEqual(events.map(({ event }) => event.sourceEventId))
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
    expect(expectationOf(events)).toEqual({
      events: 12,
      score: { home: 1, away: 0 },
      yellowCards: { home: 1, away: 1 },
      redCards: { home: 0, away: 1 },
    })
  })
})

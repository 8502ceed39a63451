import type { MatchEvent } from '@touchline/contracts'
import { addToOutbox, insertEvents, inTransaction, lockMatches, saveMatches } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { initialState } from '@touchline/match'
import { type Broadcast, BroadcastUnavailable, type Notice } from '@touchline/streams'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createRelay } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query('truncate matches, match_events, outbox')
})

const matchEvent = (matchId: string, seq: number): MatchEvent =>
  ({
    matchId,
    epoch: 1,
    seq,
    type: 'period-started',
    lane: 'normal',
    source: 'broadcast',
    sourceEventId: `${matchId}-${seq}`,
    occurredAt: '2026-05-01T19:00:00.000Z',
    ingestedAt: '2026-05-01T19:00:00.000Z',
    storedAt: '2026-05-01T19:00:00.000Z',
    clock: { period: 1, seconds: 0 },
    score: { home: 0, away: 0 },
    correlationId: 'c',
    payload: {},
  }) as MatchEvent

/** Adds `count` events and their outbox row, as the enrichment does. */
const add = (matchId: string, count: number) =>
  inTransaction(test.database.pool, async tx => {
    const seq = (await lockMatches(tx, [matchId], initialState)).get(matchId)?.seq ?? 0
    await insertEvents(
      tx,
      Array.from({ length: count }, (_, index) => matchEvent(matchId, seq + 1 + index)),
    )
    await saveMatches(tx, [{ matchId, lastSeq: seq + count, state: initialState }])
    const row = { matchId, epoch: 1, firstSeq: seq + 1, lastSeq: seq + count }
    await addToOutbox(tx, [row])
    return row
  })

const eventsOf = ({ matchId, firstSeq, lastSeq }: { matchId: string; firstSeq: number; lastSeq: number }) =>
  Array.from({ length: lastSeq - firstSeq + 1 }, (_, index) => matchEvent(matchId, firstSeq + index))

/** Collects what is published; fails while `broken`. */
function collector(carriesBody: boolean) {
  const notices: Notice[] = []
  const state = { broken: false }
  const broadcast: Broadcast = {
    capabilities: { carriesBody },
    publish: async published => {
      if (state.broken) throw new BroadcastUnavailable('down')
      notices.push(...published)
    },
    subscribe: async () => ({ unsubscribe: async () => {} }),
    ping: async () => {},
    close: async () => {},
  }
  return { notices, state, broadcast }
}
const relayOn = (broadcast: Broadcast, errors: unknown[] = []) =>
  createRelay({
    database: test.database,
    broadcast,
    onPublished: () => {},
    onError: error => errors.push(error),
    sweepMs: 20,
  })
const depth = () => test.database.prisma.outbox.count()
const covered = (notices: readonly Notice[], matchId: string) =>
  notices
    .filter(notice => notice.channel === matchId)
    .flatMap(({ firstSeq, lastSeq }) =>
      Array.from({ length: lastSeq - firstSeq + 1 }, (_, index) => firstSeq + index),
    )

it('publishes each match in order with several relays at work, and empties the outbox', {
  repeats: 9,
}, async () => {
  const { notices, broadcast } = collector(true)
  const relays = [relayOn(broadcast), relayOn(broadcast), relayOn(broadcast)]
  const matches = ['a', 'b', 'c', 'd', 'e']
  for (let round = 0; round < 10; round += 1) {
    const rows = await Promise.all(matches.map(matchId => add(matchId, 3)))
    for (const [index, relay] of relays.entries()) relay.wake(rows, index === 0 ? rows.flatMap(eventsOf) : [])
  }
  await vi.waitFor(async () => expect(await depth()).toBe(0), { timeout: 10_000 })
  await Promise.all(relays.map(relay => relay.stop()))
  for (const matchId of matches) {
    expect(covered(notices, matchId)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
  }
  const bodies = notices.flatMap(notice => JSON.parse(notice.body ?? '[]') as MatchEvent[])
  expect(bodies.length).toBe(150)
})

it('finds rows that nobody was woken for', async () => {
  const { notices, broadcast } = collector(false)
  await add('a', 2)
  const relay = relayOn(broadcast)
  await vi.waitFor(
    () => expect(notices).toEqual([{ channel: 'a', epoch: 1, firstSeq: 1, lastSeq: 2 }]),
    5_000,
  )
  await relay.stop()
})

it('keeps the rows while the broadcast is down, and publishes them after', async () => {
  const { notices, broadcast, state } = collector(false)
  const errors: unknown[] = []
  state.broken = true
  const relay = relayOn(broadcast, errors)
  relay.wake([await add('a', 1)], [])
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), 5_000)
  await add('a', 1)
  expect(await depth()).toBe(2)
  state.broken = false
  await vi.waitFor(() => expect(covered(notices, 'a')).toEqual([1, 2]), 5_000)
  await relay.stop()
})

import type { MatchEvent } from '@touchline/contracts'
import {
  addToOutbox,
  insertEvents,
  inTransaction,
  lockMatches,
  type OutboxRange,
  saveMatches,
  saveRelayWatermarks,
} from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { emptyMatch, initialState } from '@touchline/match'
import { type Broadcast, BroadcastUnavailable, type Notice } from '@touchline/streams'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createRelay } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query('truncate matches, match_events, outbox, relay_watermarks')
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
    const seq = (await lockMatches(tx, [matchId], emptyMatch)).get(matchId)?.seq ?? 0
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

const watermarks = async () =>
  (
    await test.database.pool.query<{ match_id: string; epoch: number; seq: number }>(
      'select match_id, epoch, seq from relay_watermarks order by 1',
    )
  ).rows.map(row => `${row.match_id} ${row.epoch}:${row.seq}`)

it('notes how far each match was published, in the transaction that empties the outbox', async () => {
  const { notices, broadcast, state } = collector(true)
  state.broken = true
  const relay = relayOn(broadcast)
  relay.wake([await add('a', 2), await add('b', 1)], [])
  await vi.waitFor(async () => expect(await depth()).toBe(2), 10_000)
  expect(await watermarks()).toEqual([])
  state.broken = false
  await vi.waitFor(async () => expect(await depth()).toBe(0), 5_000)
  expect(await watermarks()).toEqual(['a 1:2', 'b 1:1'])
  relay.wake([await add('a', 3)], [])
  await vi.waitFor(async () => expect(await watermarks()).toEqual(['a 1:5', 'b 1:1']), 5_000)
  expect(covered(notices, 'a')).toEqual([1, 2, 3, 4, 5])
  await relay.stop()
})

const publishing = async (rows: readonly OutboxRange[]) => {
  await inTransaction(test.database.pool, tx => saveRelayWatermarks(tx, rows))
  return watermarks()
}
const range = (firstSeq: number, lastSeq: number, epoch = 1) => ({ matchId: 'a', epoch, firstSeq, lastSeq })

it('moves a watermark by what joins on alone, and never back within an epoch', async () => {
  expect(await publishing([range(4, 6)])).toEqual([])
  expect(await publishing([range(2, 3), range(1, 1), range(9, 9)])).toEqual(['a 1:3'])
  expect(await publishing([range(5, 6)])).toEqual(['a 1:3'])
  expect(await publishing([range(1, 2)])).toEqual(['a 1:3'])
  expect(await publishing([range(3, 6)])).toEqual(['a 1:6'])
  expect(await publishing([range(4, 5), range(7, 8)])).toEqual(['a 1:8'])
  expect(await publishing([range(3, 4, 2), range(6, 6, 2)])).toEqual(['a 2:4'])
  expect(await publishing([range(9, 12)])).toEqual(['a 2:4'])
})

it('keeps the outbox small while the broadcast is away, and publishes all of it after, in order', async () => {
  const { notices, broadcast, state } = collector(false)
  state.broken = true
  for (let row = 0; row < 40; row += 1) await add('a', 2)
  for (let row = 0; row < 10; row += 1) await add('b', 1)
  const relay = createRelay({
    database: test.database,
    broadcast,
    onPublished: () => {},
    onError: () => {},
    sweepMs: 20,
    maxRowsPerMatch: 10,
  })
  await vi.waitFor(async () => expect(await depth()).toBe(11), 10_000)
  await add('a', 1)
  state.broken = false
  await vi.waitFor(async () => expect(await depth()).toBe(0), 5_000)
  expect(covered(notices, 'a')).toEqual(Array.from({ length: 81 }, (_, index) => index + 1))
  expect(covered(notices, 'b')).toEqual(Array.from({ length: 10 }, (_, index) => index + 1))
  expect(await watermarks()).toEqual(['a 1:81', 'b 1:10'])
  await relay.stop()
})

it('publishes the shard of a critical event before those that wait', async () => {
  const { notices, broadcast } = collector(true)
  const relay = relayOn(broadcast)
  const gate = Promise.withResolvers<void>()
  const cameToGate = Promise.withResolvers<void>()
  const { publish } = broadcast
  broadcast.publish = async published => {
    cameToGate.resolve()
    await gate.promise
    await publish(published)
  }
  // The first pass waits at the gate; what comes meanwhile shares the next ones. It has to be there before any comes:
  // `b` is of the shard of `a`, so that a pass that is yet to take its rows takes both.
  relay.wake([await add('a', 1)], [])
  await cameToGate.promise
  const waiting = await Promise.all(['b', 'c', 'd'].map(matchId => add(matchId, 1)))
  relay.wake(waiting, waiting.flatMap(eventsOf))
  const goal = await add('f', 1)
  relay.wake(
    [goal],
    eventsOf(goal).map(event => ({ ...event, lane: 'critical' }) as MatchEvent),
  )
  gate.resolve()
  await vi.waitFor(async () => expect(await depth()).toBe(0), 5_000)
  await relay.stop()
  expect(notices.map(notice => notice.channel).slice(0, 2)).toEqual(['a', 'f'])
})

it('asks a broadcast that is away more and more seldom, however much is stored meanwhile', async () => {
  const { notices, broadcast, state } = collector(false)
  const errors: unknown[] = []
  state.broken = true
  const relay = relayOn(broadcast, errors)
  for (let round = 0; round < 150; round += 1) relay.wake([await add('a', 1)], [])
  expect(errors.length).toBeGreaterThan(0)
  expect(errors.length).toBeLessThan(40)
  state.broken = false
  await vi.waitFor(() => expect(covered(notices, 'a').at(-1)).toBe(150), 10_000)
  await relay.stop()
  expect(new Set(covered(notices, 'a')).size).toBe(150)
})

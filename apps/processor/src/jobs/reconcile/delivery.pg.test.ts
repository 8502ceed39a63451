import type { MatchEvent } from '@touchline/contracts'
import {
  addToOutbox,
  type DeliveryFinding,
  insertEvents,
  inTransaction,
  LeaseLost,
  lockMatches,
  type OutboxRange,
  saveGatewayWatermarks,
  saveMatches,
} from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { emptyMatch, initialState } from '@touchline/match'
import { createMemoryBroadcast, createMemoryEventLog } from '@touchline/streams/memory'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createRelay } from '../relay/index.ts'
import { createReconciliation, type Reconciliation } from './index.ts'

let test: TestDatabase
const running: Reconciliation[] = []
const clock = { ms: 0 }
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  clock.ms = Date.parse('2026-05-01T19:00:00Z')
  await query(
    'truncate matches, match_events, outbox, relay_watermarks, gateway_watermarks, reconciliation_reports',
  )
})
afterEach(async () => {
  await Promise.all(running.splice(0).map(one => one.stop()))
})

const query = (text: string, values: unknown[] = []) => test.database.pool.query(text, values)
const count = async (table: string) => Number((await query(`select count(*) from ${table}`)).rows[0].count)

const eventAt = (matchId: string, seq: number) =>
  ({
    ...{ matchId, seq, epoch: 1, source: 'broadcast', sourceEventId: `${matchId}-${seq}` },
    ...{ type: 'pass', lane: 'normal', clock: { period: 1, seconds: 0 }, score: { home: 0, away: 0 } },
    ...{ occurredAt: '2026-05-01T19:00:00Z', ingestedAt: '2026-05-01T19:00:00Z' },
    ...{ storedAt: '2026-05-01T19:00:00Z', correlationId: 'c', payload: {} },
  }) as unknown as MatchEvent

/** Stores the next events and their outbox row, as the enrichment does. */
const store = (matchId: string, events: number): Promise<OutboxRange> =>
  inTransaction(test.database.pool, async tx => {
    const seq = (await lockMatches(tx, [matchId], emptyMatch)).get(matchId)?.seq ?? 0
    await insertEvents(
      tx,
      Array.from({ length: events }, (_, index) => eventAt(matchId, seq + 1 + index)),
    )
    await saveMatches(tx, [{ matchId, lastSeq: seq + events, state: initialState }])
    const range = { matchId, epoch: 1, firstSeq: seq + 1, lastSeq: seq + events }
    await addToOutbox(tx, [range])
    return range
  })

/** A relay publishes all that waits. */
const publish = async () => {
  const broadcast = createMemoryBroadcast()
  const relay = createRelay({
    ...{ database: test.database, broadcast, sweepMs: 5 },
    ...{ onPublished: () => {}, onError: () => {} },
  })
  await vi.waitFor(async () => expect(await count('outbox')).toBe(0), { timeout: 10_000 })
  await relay.stop()
}
const heard = (instance: string, seq: number, sockets = 1) =>
  saveGatewayWatermarks(test.database, instance, [{ matchId: 'm', epoch: 1, seq, sockets }])

/** All that is there has been so for so many seconds more. */
const age = async (seconds: number) => {
  for (const [table, column] of [
    ['matches', 'updated_at'],
    ['outbox', 'created_at'],
    ['relay_watermarks', 'published_at'],
    ['gateway_watermarks', 'reported_at'],
  ])
    await query(`update ${table} set ${column} = ${column} - $1 * interval '1 s'`, [seconds])
}

function reconciliation() {
  const woken: OutboxRange[] = []
  const told: DeliveryFinding[] = []
  const one = createReconciliation({
    ...{
      database: test.database,
      holder: 'p',
      log: createMemoryEventLog(),
      groups: [],
      nowMs: () => clock.ms,
    },
    wakeRelay: ranges => woken.push(...ranges),
    onFinding: finding => 'stage' in finding && told.push(finding),
    onError: error => {
      throw error
    },
  })
  running.push(one)
  const run = async () => (await one.runDelivery()) ?? expect.fail('another processor leads')
  const found = async () =>
    (await run()).findings.map(
      ({ stage, matchId, from, to, repair, instance = '-' }) =>
        `${stage} ${matchId} ${from}-${to} ${repair} ${instance}`,
    )
  return { ...one, woken, told, run, found }
}

it('finds nothing in a healthy stream, and says so every 10 minutes', async () => {
  await store('m', 3)
  await store('n', 2)
  await publish()
  await heard('a', 3)
  await age(60)
  await heard('a', 3)
  const { run } = reconciliation()
  for (let second = 0; second < 600; second += 10) {
    expect(await run()).toMatchObject({ ok: true, findings: [], totals: { matches: 2, repaired: 0 } })
    clock.ms += 10_000
  }
  expect(await count('reconciliation_reports')).toBe(1)
  await run()
  expect(await count('reconciliation_reports')).toBe(2)
})

it('names the outbox where a row was lost, requeues it, and is content once it is published', async () => {
  await store('m', 3)
  await publish()
  await store('m', 2)
  await query('delete from outbox')
  await age(6)
  const { found, woken, told, run } = reconciliation()
  expect(await found()).toEqual(['outbox m 4-5 requeued -'])
  expect(woken).toMatchObject([{ matchId: 'm', firstSeq: 4, lastSeq: 5 }])
  expect(told).toHaveLength(1)
  expect(await found()).toEqual([])
  expect(await count('outbox')).toBe(1)
  await publish()
  expect(await run()).toMatchObject({ ok: true })
  expect(await count('reconciliation_reports')).toBe(1)
})

it('sees a lost row though later ones were published', async () => {
  await store('m', 3)
  await publish()
  await store('m', 2)
  await query('delete from outbox')
  await store('m', 4)
  await publish()
  await age(6)
  const { found } = reconciliation()
  expect(await found()).toEqual(['outbox m 4-9 requeued -'])
  await publish()
  expect(await found()).toEqual([])
})

it('takes a lost watermark for what was never published, and publishes only the newest again', async () => {
  await store('m', 3_000)
  await publish()
  await query('delete from relay_watermarks')
  await age(6)
  const { found, woken } = reconciliation()
  expect(await found()).toEqual(['outbox m 1-3000 requeued -'])
  expect(woken).toMatchObject([{ firstSeq: 2_001, lastSeq: 3_000 }])
  await publish()
  expect(await found()).toEqual([])
  const { rows } = await query('select epoch, seq from relay_watermarks')
  expect(rows).toEqual([{ epoch: 1, seq: 3_000 }])
})

it('wakes the relay for rows that nobody takes', async () => {
  await store('m', 3)
  await store('m', 1)
  await age(6)
  const { found, woken } = reconciliation()
  expect(await found()).toEqual(['relay m 1-4 relay-woken -'])
  expect(woken).toMatchObject([{ matchId: 'm', firstSeq: 1, lastSeq: 4 }])
  expect(await count('outbox')).toBe(2)
  await publish()
  expect(await found()).toEqual([])
})

it('publishes again what a gateway that reports did not hear of, once however often it looks', async () => {
  await store('m', 5)
  await publish()
  await age(6)
  await heard('deaf', 3)
  await heard('well', 5)
  const { found } = reconciliation()
  expect(await found()).toEqual(['broadcast m 4-5 requeued deaf'])
  expect(await found()).toEqual(['broadcast m 4-5 requeued deaf'])
  expect((await query('select first_seq, last_seq from outbox')).rows).toEqual([
    { first_seq: 4, last_seq: 5 },
  ])
  await publish()
  await heard('deaf', 5)
  expect(await found()).toEqual([])
})

it('holds no gateway of a busy match to blame that goes on, and the one that stands still', async () => {
  const { found } = reconciliation()
  for (let round = 1; round <= 5; round += 1) {
    await store('m', 2)
    await publish()
    await heard('steady', 2 * round - 1)
    await heard('stuck', 1)
    // First seen behind at 0 s, so not before 6 s.
    expect(await found()).toEqual(round < 3 ? [] : [`broadcast m 2-${2 * round} requeued stuck`])
    await publish()
    clock.ms += 3_000
  }
})

it('names a gateway that has sockets and says nothing more, until it is forgotten', async () => {
  await store('m', 5)
  await publish()
  await heard('gone', 4)
  await heard('empty', 4, 0)
  await age(11)
  const { found } = reconciliation()
  expect(await found()).toEqual(['gateway m 5-5 none gone'])
  await age(120)
  await found()
  expect(await found()).toEqual([])
})

it('reports a hole among the stored events', async () => {
  await store('m', 500)
  await store('n', 5)
  await publish()
  await query("delete from match_events where match_id = 'm' and seq in (400, 402)")
  await age(6)
  const { found } = reconciliation()
  expect(await found()).toEqual(['store m 400-402 none -'])
  await store('m', 1_000)
  await publish()
  await age(6)
  expect(await found()).toEqual(['store m 400-402 none -'])
})

it('says nothing of any gap within the grace time, and names it after', async () => {
  await store('lost', 2)
  await query('delete from outbox')
  await store('holed', 2)
  await query("delete from match_events where match_id = 'holed' and seq = 1")
  await publish()
  await store('slow', 2)
  await store('m', 2)
  await publish()
  await store('slow', 1)
  await heard('deaf', 1)
  const { found } = reconciliation()
  expect(await found()).toEqual([])
  clock.ms += 4_900
  expect(await found()).toEqual([])
  clock.ms += 200
  expect((await found()).sort()).toEqual([
    'broadcast m 2-2 requeued deaf',
    'outbox lost 1-2 requeued -',
    'store holed 1-1 none -',
  ])
  await age(6)
  expect(await found()).toContain('relay slow 3-3 relay-woken -')
})

it('is done by one processor at a time, and by another when that one stops', async () => {
  const [first, second] = [reconciliation(), reconciliation()]
  expect(await first.runDelivery()).toBeDefined()
  expect(await second.runDelivery()).toBeUndefined()
  expect(await second.runAccount()).toBeUndefined()
  await first.stop()
  expect(await second.runDelivery()).toBeDefined()
})

it('lets another lead when the leader has said nothing for too long', async () => {
  const [first, second] = [reconciliation(), reconciliation()]
  expect(await first.runDelivery()).toBeDefined()
  await query('update leases set expires_at = to_timestamp(0)')
  expect(await second.runDelivery()).toBeDefined()
  // It does not know yet, and can write nothing.
  await expect(first.runDelivery()).rejects.toThrow(LeaseLost)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { listLetters } from './browse.ts'
import type { LetterFilter } from './filter.ts'
import { countPathTypes, totalGroups, trendGroups } from './groups.ts'

const letters = 100_000
const causes = 40
let test: TestDatabase

/** A week of failures: 40 causes, 300 matches, ten paths and 0.7 KiB of raw bytes each. */
beforeAll(async () => {
  test = await createTestDatabase()
  await test.database.pool.query(
    `insert into dead_letters (source, source_event_id, provider, match_id, event_type, origin_topic, origin_partition,
       origin_offset, origin_at, consumer_group, stage, disposition, evidence, error_code, error_message, fingerprint,
       fingerprint_version, shape, attempts, first_failed_at, last_failed_at, build, traceparent, schema_version,
       headers, raw, correlation_id, state, expires_at)
     select (array['sensor', 'broadcast', 'social'])[1 + n % 3]::source, 'event-' || n, 'provider', 'match-' || n % 300,
       (array['goal-scored', 'pass-made', 'ball-moved'])[1 + n % 3], 'broadcast-events', n % 8, n,
       now() - n * interval '6 s', 'processor', (array['ingest', 'enrich'])[1 + n % 2],
       (array['poison', 'systemic'])[1 + n % 2]::disposition, 'the last good event of its type passes',
       (array['schema-mismatch', 'implausible-value', 'invalid-json'])[1 + n % 3],
       'payload.minute: expected number, received string; payload.player: must be 1 to 64 letters, case ' || n,
       md5('cause' || n % ${causes}), 1,
       '{"type": "string", "matchId": "string", "payload": "object", "provider": "string", "occurredAt": "string",
         "payload.team": "string", "sourceEventId": "string", "payload.minute": "string", "payload.player": "string",
         "clock.seconds": "number"}', 1, now() - n * interval '6 s', now() - n * interval '6 s', 'build-' || n % 5, '',
       'broadcast-events/1', '{"correlation-id": "c"}',
       decode(repeat(md5('' || n), 44), 'hex'), 'c',
       (array['dead', 'recovered', 'dead_again', 'discarded'])[1 + n % 4]::letter_state, now() + interval '7 days'
     from generate_series(1, ${letters}) n`,
  )
  await test.database.pool.query('analyze dead_letters')
}, 120_000)
afterAll(() => test.drop())

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
const filters: readonly LetterFilter[] = [
  {},
  { states: ['dead', 'dead_again'] },
  { code: 'invalid-json', states: ['dead'] },
  { code: 'none-such' },
  { matchId: 'match-7' },
  { source: 'social', stage: 'ingest', disposition: 'systemic' },
  { eventType: 'goal-scored', from: daysAgo(5), to: daysAgo(4) },
  { text: 'case 99999' },
  { text: 'nowhere to be found' },
  { path: 'payload.minute', topic: 'broadcast-events' },
  { path: 'payload.unheard-of' },
  { from: daysAgo(6.9), states: ['discarded'], text: 'PLAYER' },
]

const timed = async (work: () => Promise<unknown>) => {
  const began = performance.now()
  await work()
  return performance.now() - began
}
const p95 = (times: readonly number[]) =>
  [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0

it('filters 100,000 letters in under 300 ms at the 95th percentile', async () => {
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    for (const filter of filters) {
      times.push(await timed(() => listLetters(test.database, { filter, limit: 50 })))
    }
  }
  expect(p95(times)).toBeLessThan(300)
}, 60_000)

it('reaches the last page as fast as the first', async () => {
  const after = { lastFailedAt: daysAgo(6.9), id: '1' }
  const found = await listLetters(test.database, { filter: {}, after, limit: 50 })
  expect(found).toHaveLength(50)
  const ms = await timed(() => listLetters(test.database, { filter: {}, after, limit: 50 }))
  expect(ms).toBeLessThan(300)
})

it('groups 100,000 letters by what they died of', async () => {
  const began = performance.now()
  const groups = await totalGroups(test.database, { filter: {}, limit: 20 })
  expect(groups).toHaveLength(20)
  const fingerprints = groups.map(({ fingerprint }) => fingerprint)
  const span = { from: daysAgo(8), to: daysAgo(0), buckets: 24 }
  const trends = await trendGroups(test.database, {}, { fingerprints, span })
  for (const { fingerprint, letters: n, states } of groups) {
    expect(n).toBe(letters / causes)
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(n)
    expect(trends.get(fingerprint)?.reduce((sum, count) => sum + count, 0)).toBe(n)
  }
  const paths = ['payload.minute', 'payload.player']
  const wanted = fingerprints.map(fingerprint => ({ fingerprint, paths }))
  const types = await countPathTypes(test.database, {}, { groups: wanted, newest: 50 })
  expect(types).toHaveLength(40)
  expect(types[0]).toMatchObject({ type: 'string', letters: 50 })
  expect(performance.now() - began).toBeLessThan(2_000)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { listLetters } from './browse.ts'
import type { LetterFilter } from './filter.ts'
import { countPathTypes, totalGroups, trendGroups } from './groups.ts'
import { costOf } from './testing/query-cost.ts'

const letters = 100_000
const causes = 40
let test: TestDatabase
/** How many pages the letters fill. */
let tablePages = 0

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
  // As the server does by itself once so many have come: without it, nothing is read from an index alone.
  await test.database.pool.query('vacuum analyze dead_letters')
  const { rows } = await test.database.pool.query<{ relpages: number }>(
    `select relpages from pg_class where relname = 'dead_letters'`,
  )
  tablePages = rows[0]?.relpages ?? 0
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

it.each(filters)(
  'filters 100,000 letters by %o through an index, with no look at most of them',
  async filter => {
    const cost = await costOf(test.database, db => listLetters(db, { filter, limit: 50 }))
    expect(cost.scanned).not.toContain('dead_letters')
    expect(cost.pages).toBeLessThan(tablePages / 5)
  },
)

it('reaches the last page as fast as the first', async () => {
  const after = { lastFailedAt: daysAgo(6.9), id: '1' }
  const found = await listLetters(test.database, { filter: {}, after, limit: 50 })
  expect(found).toHaveLength(50)
  const first = await costOf(test.database, db => listLetters(db, { filter: {}, limit: 50 }))
  const last = await costOf(test.database, db => listLetters(db, { filter: {}, after, limit: 50 }))
  expect(last.scanned).toEqual([])
  expect(last.pages).toBeLessThan(first.pages * 2)
})

it('groups 100,000 letters by what they died of', async () => {
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
})

it('groups and draws them from an index, and looks at the newest alone for the types of paths', async () => {
  let fingerprints: string[] = []
  const total = await costOf(test.database, async db => {
    fingerprints = (await totalGroups(db, { filter: {}, limit: 20 })).map(({ fingerprint }) => fingerprint)
  })
  const span = { from: daysAgo(8), to: daysAgo(0), buckets: 24 }
  const trend = await costOf(test.database, db => trendGroups(db, {}, { fingerprints, span }))
  const groups = fingerprints.map(fingerprint => ({ fingerprint, paths: ['payload.minute'] }))
  const types = await costOf(test.database, db => countPathTypes(db, {}, { groups, newest: 50 }))
  for (const [name, { pages, scanned }] of Object.entries({ total, trend, types })) {
    expect(scanned, name).not.toContain('dead_letters')
    expect(pages, name).toBeLessThan(tablePages / 5)
  }
})

import { createTestDatabase } from '@touchline/db/testing'
import { searchEvents } from '../search.ts'
import { searchEventsInput } from '../search-input.ts'

/**
 * How long the event search takes with 1,000,000 events of ten matches: `node search-bench.ts`, on the server that
 * TOUCHLINE_TEST_DATABASE_URL names. Common and rare words, types that came to an end long ago, filters that find
 * nothing: twenty rounds of each, the first not counted.
 */
const matches = 10
const eventsPerMatch = 100_000
const rounds = 20

const fill = [
  `insert into matches (match_id, epoch, last_seq, status, state, updated_at)
   select 'match-' || m, 1, ${eventsPerMatch}, 'live', '{}', now() from generate_series(0, ${matches - 1}) m`,
  `insert into match_events (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at, ingested_at,
     stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload)
   select 'match-' || m, s, 1, (case when type = 'post-published' then 'social' else 'broadcast' end)::source,
     'e-' || m || '-' || s, type, (case when type in ('goal-scored', 'injury-reported', 'score-corrected')
       then 'critical' when type = 'post-published' then 'low' else 'normal' end)::lane, at, at, at, 1, s, 0, 0,
     'c-' || s / 20 || '-' || m, json_build_object('team', 'home', 'player', 'Player ' || s % 400,
       'text', case when type = 'post-published' then 'what a game tonight number ' || s % 1000 end)
   from generate_series(0, ${matches - 1}) m, generate_series(1, ${eventsPerMatch}) s,
     lateral (select timestamptz '2026-05-01 00:00Z' + m * interval '1 day' + s * interval '60 ms' as at,
       case when m = 0 and s % 5 = 0 then 'score-corrected' when s % 50000 = 7 then 'injury-reported'
         when s % 4000 = 3 then 'goal-scored' when s % 100 < 70 then 'pass-made' else 'post-published' end as type) k`,
  `insert into event_documents select match_id, seq, occurred_at, source, type, lane, source_event_id, correlation_id,
     array_to_tsvector(array['#type ' || type, '#source ' || source, '#lane ' || lane, '#match ' || match_id])
     || to_tsvector('simple', replace(type, '-', ' ') || ' ' || (payload->>'player') || ' '
       || coalesce(payload->>'text', '')) from match_events`,
  `insert into event_document_checkpoints select match_id, 1, ${eventsPerMatch + 1} from matches`,
  'vacuum analyze',
]

const questions: readonly Record<string, unknown>[] = [
  {},
  ...[
    'pass',
    'pa',
    'player 37',
    'goal 399',
    '"number 777"',
    'zzzz',
    'corrected player',
    'goal or "number 3"',
  ].map(text => ({ text })),
  { text: 'pass -player' },
  { type: 'injury-reported' },
  { type: 'score-corrected' },
  { lane: 'critical' },
  { source: 'social', lane: 'critical' },
  { matchId: 'match-3' },
  { matchId: 'match-5', text: 'injury' },
  { matchId: 'match-7', lane: 'low', text: 'tonight' },
  { correlationId: 'c-77-4' },
  { id: 'e-4-777' },
  { text: 'goal', from: '2026-05-05T00:10:00Z', to: '2026-05-05T00:20:00Z' },
  { after: '2026-05-03T00:50:00.000Z~match-2~50000' },
]

const test = await createTestDatabase()
for (const text of fill) {
  const client = await test.database.pool.connect()
  await client.query('set statement_timeout = 0')
  await client.query(text).finally(() => client.release(true))
}
const context = { database: test.database, engine: undefined, now: () => new Date() }
const tookMs: { ms: number; asked: object }[] = []
for (let round = 0; round < rounds; round += 1) {
  for (const asked of questions) {
    const beganMs = performance.now()
    await searchEvents(context, searchEventsInput.parse({ ...asked, limit: 100 }))
    if (round > 0) tookMs.push({ ms: performance.now() - beganMs, asked })
  }
}
tookMs.sort((a, b) => a.ms - b.ms)
const at = (part: number) => tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * part))]
const figures = { n: tookMs.length, p50: at(0.5)?.ms, p95: at(0.95)?.ms, p99: at(0.99)?.ms, slowest: at(1) }
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
await test.drop()

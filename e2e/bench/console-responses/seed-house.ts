import { chainStart, type Database, hashOfEntry, readPipelineFacts, saveStageReport } from '@touchline/db'
import { shapeOfAccounts, shapeOfDeliveries } from './reports.ts'

export interface HouseSize {
  readonly matches: number
  readonly auditEntries: number
  readonly people: number
}

/** What stands around events and letters after a busy week: search, deliveries, windows, minutes, people, the trail. */
export async function seedHouse(database: Database, size: HouseSize): Promise<void> {
  for (const text of [documents, windows(size), deliveries(size), care(size)]) await database.pool.query(text)
  await seedReports(database)
  await seedMinutes(database)
  await seedTrail(database, size.auditEntries)
  await database.pool.query('vacuum analyze')
}

const documents = `
  insert into event_documents select match_id, seq, occurred_at, source, type, lane, source_event_id, correlation_id,
    array_to_tsvector(array['#type ' || type, '#source ' || source, '#lane ' || lane, '#match ' || match_id])
    || to_tsvector('simple', replace(type, '-', ' ') || ' ' || coalesce(payload->>'player', '') || ' '
      || coalesce(payload->>'text', '')) from match_events where type <> 'player-tracked';
  insert into event_document_checkpoints select match_id, 1, last_seq + 1 from matches`

/** Twenty minutes of windows for every match, and the whole of one. */
const windows = ({ matches: n }: HouseSize) => `
  insert into match_windows select 'match-' || m, source, size, starts_at, 60, 1, 50, 9, '{"pass-made": 60}',
    '{9,9,9,9,9,9,9,9,9,9,9,9}', 20, 20, 1, 1, 0
  from generate_series(1, ${n}) m cross join unnest(array['all', 'broadcast', 'sensor', 'social']) source
  cross join unnest(array[10, 60]) size cross join lateral (
    select date_bin(size * interval '1 s', now() - m * interval '1 hour', timestamptz '2026-01-01') as begins) b
  cross join lateral generate_series(begins, begins + case when m = 1 then interval '2 hours' else interval '20 minutes' end,
    size * interval '1 s') starts_at`

const deliveries = ({ matches: n }: HouseSize) => `
  insert into relay_watermarks select match_id, 1, last_seq - (random() * 3)::int, now() from matches;
  insert into gateway_watermarks select 'gateway-' || g, 'match-' || m, 1, 3000, 40, now()
    from generate_series(1, 4) g, generate_series(1, ${n}) m;
  insert into accounts (topic, match_id, accepted, stored) select t || '-events', 'match-' || m, 1000, 1000
    from unnest(array['broadcast', 'sensor', 'social']) t, generate_series(1, ${n}) m;
  insert into checkpoints select 'processor', t || '-events', p, 100000, now()
    from unnest(array['broadcast', 'sensor', 'social']) t, generate_series(0, 7) p;
  insert into feed_sessions (session_id, instance, connection_id, transport, fan, match_id, lanes, delay_seconds, epoch,
    after_seq, started_at, end_epoch, end_seq, ended_at, end_reason)
  select gen_random_uuid(), 'gateway-' || i % 4, 'c' || i, 'ws', 'fan-' || i % 20000, 'match-' || 1 + i % ${n}, '{}', 0, 1, 0,
    now() - i * interval '1 s', 1, 3000, now(), 'left' from generate_series(1, 100000) i`

const care = ({ people, matches: n }: HouseSize) => `
  insert into users (id, name, email, role, updated_at) select 'u' || i, 'Person ' || i, 'person-' || i || '@example.org',
    case when i <= 200 then 'operator' else 'fan' end, now() from generate_series(1, ${people}) i;
  insert into api_keys (key_id, owner, name, hash, scopes, tier, created_by) select lpad(i::text, 12, '0'), 'owner-' || i % 100,
    'key', '\\x00', '{read}', 'free', 'ann' from generate_series(1, 2000) i;
  insert into revocations (kind, subject, reason, revoked_by) select 'fan', 'fan-' || i, 'why', 'ann'
    from generate_series(1, 20000) i;
  insert into saved_views (user_id, page, name, query, shared) select 'u' || i % 50, 'dead-letters', 'view ' || i, 'q=1', true
    from generate_series(1, 2000) i;
  insert into corrections (match_id, type, source_event_id, event, reason, requested_by, sent_at)
    select 'match-' || 1 + i % ${n}, 'score-corrected', 'operator-' || i,
      '{"payload": {"home": 0, "away": 1}}', 'why', 'ann', now()
    from generate_series(1, 3000) i;
  insert into consumer_resets (consumer, topic, target, state, reason, requested_by, finished_at)
    select 'processor', 'sensor-events', '{"kind": "end"}', 'done', 'why', 'ann', now() from generate_series(1, 200) i`

/** As many reports of each kind as are kept. */
async function seedReports({ pool }: Database): Promise<void> {
  const { rows } = await pool.query<{ match_id: string }>('select match_id from matches')
  for (const { kind, findings, totals } of [
    shapeOfDeliveries(rows.map(row => row.match_id)),
    shapeOfAccounts(),
  ]) {
    await pool.query(
      `insert into reconciliation_reports (kind, at, from_at, ok, findings, totals)
       select $1, now() - i * interval '1 hour', now() - (i + 1) * interval '1 hour', i % 10 > 0,
         case when i % 10 = 0 then $2::jsonb else '[]' end, $3::jsonb from generate_series(1, 1000) i`,
      [kind, JSON.stringify(findings), JSON.stringify(totals)],
    )
  }
}

const stages = ['ingest', 'processor', 'relay', 'gateway', 'web']

/** Each stage has spoken just now, and each minute of seven days is kept. */
async function seedMinutes(database: Database): Promise<void> {
  const named = (names: readonly string[], value: number) =>
    Object.fromEntries(names.map(name => [name, value]))
  const parts = ['', '.sensor-events', '.broadcast-events', '.social-events', '.critical-events']
  const rates = ['accepted', 'handled', 'stored', 'duplicate', 'dead', 'published', 'delivered'].flatMap(
    name => parts.map(part => `${name}PerSecond${part}`),
  )
  const gauges = ['p50Ms', 'p95Ms', 'p99Ms', 'inFlight', 'lagSeconds', 'connections'].flatMap(name =>
    parts.map(part => `${name}${part}`),
  )
  const now = new Date()
  for (const stage of stages)
    for (const instance of ['a', 'b', 'c', 'd'])
      await saveStageReport(database, {
        ...{ stage, instance, reportedAt: new Date(now.getTime() + 3_600_000).toISOString() },
        ...{ rates: named(rates, 900), gauges: named(gauges, 12) },
      })
  const facts = await readPipelineFacts(database, now)
  await database.pool.query(
    `insert into pipeline_minutes select date_trunc('minute', now()) - i * interval '1 minute', $1::jsonb
     from generate_series(1, 10080) i`,
    [JSON.stringify(facts)],
  )
}

const atOnce = 1_000

/** A trail that is whole, so that it can be verified. */
async function seedTrail({ pool }: Database, count: number): Promise<void> {
  let prevHash = chainStart
  const began = Date.now() - count * 1_000
  for (let first = 1; first <= count; first += atOnce) {
    const entries = Array.from({ length: Math.min(atOnce, count - first + 1) }, (_, index) => {
      const n = first + index
      const unhashed = {
        ...{ id: String(n), at: new Date(began + n * 1_000).toISOString() },
        ...{ actorId: `u${n % 50}`, actorName: `person-${n % 50}@example.org`, actorRole: 'operator' },
        ...{ via: 'console' as const, action: n % 3 === 0 ? 'replay.create' : 'deadLetter.discard' },
        ...{ subjectKind: 'dead-letter', subjectId: String(n), reason: `reason ${n % 1_000}` },
        ...{ details: JSON.stringify({ letters: n, note: 'as usual' }), prevHash },
      }
      prevHash = hashOfEntry(unhashed)
      return { ...unhashed, hash: prevHash }
    })
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
    await pool.query(
      `insert into audit_entries select id, at, actor_id, actor_name, actor_role, via, action, subject_kind, subject_id,
         reason, details::json, decode(prev_hash, 'hex'), decode(hash, 'hex')
       from json_to_recordset($1) as e(id bigint, at timestamptz, actor_id text, actor_name text, actor_role text, via text,
         action text, subject_kind text, subject_id text, reason text, details text, prev_hash text, hash text)`,
      [
        JSON.stringify(
          entries.map(one => ({
            ...{ id: one.id, at: one.at, actor_id: one.actorId, actor_name: one.actorName },
            ...{ actor_role: one.actorRole, via: one.via, action: one.action, subject_kind: one.subjectKind },
            ...{ subject_id: one.subjectId, reason: one.reason, details: one.details },
            ...{ prev_hash: hex(one.prevHash), hash: hex(one.hash) },
          })),
        ),
      ],
    )
  }
}

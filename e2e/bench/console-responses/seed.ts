import { initialState } from '@touchline/match'
import type pg from 'pg'

export interface SeedSize {
  readonly letters: number
  readonly events: number
  /** Letters of one cause share a fingerprint; the first causes are the most frequent. */
  readonly causes: number
  readonly matches: number
}

/** A week of failures of all kinds, and the events of a season, written by the server itself. */
export async function seed(pool: pg.Pool, size: SeedSize): Promise<void> {
  await pool.query("select setseed(0.42); set statement_timeout = '20min'")
  for (const text of [matches, events, letters, groups, replays, noise]) await pool.query(text(size))
  for (const table of [
    'dead_letters',
    'match_events',
    'matches',
    'replay_items',
    'replays',
    'letter_groups',
  ]) {
    await pool.query(`vacuum analyze ${table}`)
  }
}

const fixture = { home: 'Thistledown', away: 'Northgate', competition: 'League', venue: 'Orchard End' }
const state = JSON.stringify({ ...initialState, status: 'live', fixture })

const matches = ({ matches: n, events: e }: SeedSize) => `
  insert into matches (match_id, last_seq, status, state, created_at, updated_at)
  select 'match-' || m, ${Math.ceil(e / n)}, 'live', '${state}', now() - m * interval '1 hour', now()
  from generate_series(1, ${n}) m`

/** Passes mostly, a tenth of what sensors see, posts, few goals, and injuries that came to an end long ago. */
const events = ({ matches: n, events: e }: SeedSize) => `
  insert into match_events (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at, ingested_at,
    stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload)
  select 'match-' || m, s, 1, k.source::source, 'good-' || m || '-' || s, k.type,
    (case when k.type in ('goal-scored', 'injury-reported', 'score-corrected') then 'critical'
      when k.type = 'post-published' then 'low' else 'normal' end)::lane,
    k.at, k.at, k.at, 1, s % 2700, 0, 0, 'c' || m || '-' || s / 20,
    json_build_object('team', 'home', 'player', 'Player ' || s % 400, 'start', json_build_object('x', 0.5, 'y', 0.5),
      'text', case when k.type = 'post-published' then 'what a game tonight number ' || s % 1000 end)
  from generate_series(1, ${n}) m cross join generate_series(1, ${Math.ceil(e / n)}) s
  cross join lateral (select now() - m * interval '1 hour' + s * interval '1 s' as at,
    (array['broadcast', 'sensor', 'social', 'broadcast', 'broadcast'])[1 + s % 5] as source,
    case when s % 5 = 1 then 'player-tracked' when s % 5 = 2 then 'post-published' when m = ${n} and s % 50 = 0
      then 'injury-reported' when m % 30 = 0 and s % 10 = 0 then 'score-corrected' when s % 1000 = 3 then 'goal-scored'
      else 'pass-made' end as type) k`

/** Payloads from 0.3 to 4 KB; messages that share their words and differ in their particulars. */
const letters = ({ letters: n, causes, matches: m }: SeedSize) => `
  insert into dead_letters (source, source_event_id, provider, match_id, event_type, origin_topic, origin_partition,
    origin_offset, origin_at, consumer_group, stage, disposition, evidence, error_code, error_message, fingerprint,
    fingerprint_version, shape, attempts, first_failed_at, last_failed_at, build, traceparent, schema_version,
    headers, raw, correlation_id, state, expires_at, reprocess_at)
  select k.source::source, 'event-' || i, 'provider-' || i % 9, 'match-' || 1 + i * 7919 % ${m}, k.type,
    k.source || '-events', i % 8, i, k.at, 'processor', k.stage, k.disposition::disposition,
    'the ' || k.type || ' that was stored last passes the same step', k.code,
    'payload.' || k.field || ': expected number, received string; at player ' || i % 5000 || ', cause ' || k.cause,
    md5('cause ' || k.cause), 1,
    jsonb_build_object('type', 'string', 'matchId', 'string', 'payload', 'object', 'occurredAt', 'string',
      'payload.team', 'string', 'payload.player', 'string', 'payload.' || k.field, 'string'),
    1, k.at, k.at, 'build-' || k.cause % 7, '00-' || md5('t' || i) || '-' || left(md5('s' || i), 16) || '-01',
    k.source || '-events/1', jsonb_build_object('correlation-id', 'c' || i, 'schema', k.source || '-events/1'),
    convert_to(json_build_object('source', k.source, 'matchId', 'match-' || 1 + i * 7919 % ${m}, 'type', k.type,
      'sourceEventId', 'event-' || i, 'provider', 'provider-' || i % 9, 'occurredAt', k.at, 'ingestedAt', k.at,
      'payload', json_build_object('team', 'home', 'player', 'Player ' || i % 5000, k.field, i::text,
        'author', 'fan-' || i, 'detail', (
          select string_agg(md5(i || '.' || part), '') from generate_series(1, 2 + (i * 37 % 110)::int) part)))::text, 'UTF8'),
    'c' || i, k.state::letter_state, k.at + interval '7 days',
    case when k.disposition = 'systemic' then k.at + interval '1 hour' end
  from generate_series(1, ${n}) i cross join lateral (
    select c.cause, (array['broadcast', 'sensor', 'social'])[1 + c.cause % 3] as source,
      (array['pass-made', 'player-tracked', 'post-published', 'goal-scored', 'card-shown'])[1 + c.cause % 5] as type,
      (array['enrich', 'enrich', 'ingest', 'aggregate'])[1 + c.cause % 4] as stage,
      (array['poison', 'poison', 'systemic', 'stale'])[1 + c.cause % 4] as disposition,
      (array['schema-mismatch', 'implausible-value', 'implausible-time', 'invalid-json', 'unprocessable'])[1 + c.cause % 5]
        as code, (array['receiver', 'assist', 'kind', 'card', 'outcome', 'reason', 'text', 'lang', 'likes', 'action', 'status',
          'speedMps', 'confidence', 'decibels'])[1 + c.cause % 14] as field,
      (array['dead', 'dead', 'dead', 'dead_again', 'recovered', 'discarded'])[1 + i % 6] as state,
      now() - (i::float8 / ${n}) * interval '6.9 days' as at
    from (select floor(${causes} * power(random() + 0 * i, 3))::int as cause) c) k`

const groups = ({ causes }: SeedSize) => `
  with care as (
    insert into letter_groups (fingerprint, state, resolved_at, ignored_until, owner, updated_by)
    select md5('cause ' || c), (array['resolved', 'ignored', 'unresolved'])[1 + c % 3]::group_state,
      now() - c * interval '1 minute', now() + (c - 30) * interval '1 hour', 'ann@example.org', 'ann@example.org'
    from generate_series(0, ${causes - 1}, 3) c returning fingerprint)
  insert into letter_group_notes (fingerprint, by, text)
  select fingerprint, 'ann@example.org', 'seen before' from care, generate_series(1, 5)`

/** One large replay that is over, and many small ones. */
const replays = ({ letters: n }: SeedSize) => `
  insert into replays (mode, state, query, reason, requested_by, rate_per_second, canary, total, started_at, finished_at)
  select 'live', 'finished', '{}', 'fixed', 'ann', 100, true, case when r = 1 then ${Math.floor(n / 5)} else 10 end,
    now() - interval '1 hour', now() from generate_series(1, 200) r;
  insert into replay_items (replay_id, dead_letter_id, ordinal, sent_at, outcome, settled_at, seq, fingerprint,
    error_code, message)
  select case when i <= ${Math.floor(n / 5)} then 1 else 2 + (i - ${Math.floor(n / 5)} - 1) / 10 end, i,
    case when i <= ${Math.floor(n / 5)} then i else 1 + (i - ${Math.floor(n / 5)} - 1) % 10 end, now(),
    o.outcome::replay_outcome, now(), 1 + i % 3000, case when o.outcome = 'dead_again' then md5('cause ' || i % 20) end,
    case when o.outcome = 'dead_again' then 'schema-mismatch' end,
    case when o.outcome <> 'recovered' then 'replaced by event 1:' || i % 100 end
  from generate_series(1, ${Math.floor(n / 5)} + 1990) i
  cross join lateral (select (array['recovered', 'recovered', 'superseded', 'dead_again'])[1 + i % 4] as outcome) o
  where i <= ${n}`

/** A busy trail of what people did. */
const noise = () => `
  insert into reveals (user_id, subject_kind, subject_id, reason, expires_at)
  select 'u' || i % 50, 'dead-letter', i::text, 'why', now() - interval '1 day' from generate_series(1, 5000) i`

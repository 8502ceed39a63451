import { randomBytes } from 'node:crypto'
import pg from 'pg'

/**
 * The least that any design must do: insert event rows and outbox rows, batched, and nothing else. Rows a second
 * over `seconds`, on `connections` at once, in tables with the columns and indexes of ours.
 */
export async function measureBareLimit(
  url: string,
  { seconds = 5, connections = 4, batch = 500 } = {},
): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: connections })
  try {
    await pool.query(`drop schema if exists bench cascade; create schema bench;
      create table bench.event (like public.match_events including all);
      create table bench.outbox (like public.outbox including all)`)
    const startedMs = performance.now()
    const untilMs = startedMs + seconds * 1_000
    const rows = await Promise.all(
      Array.from({ length: connections }, () => insertUntil(pool, untilMs, batch)),
    )
    return rows.reduce((sum, n) => sum + n, 0) / ((performance.now() - startedMs) / 1_000)
  } finally {
    await pool.query('drop schema if exists bench cascade')
    await pool.end()
  }
}

const text = `with e as (
    insert into bench.event (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at, ingested_at,
      stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload)
    select $1::text, seq, 1, 'broadcast', $1::text || seq, 'pass-made', 'normal', now(), now(), now(), 1, 1, 0, 0, $1::text, body::json
    from unnest($2::int[], $3::text[]) as n(seq, body)
    on conflict do nothing returning match_id, seq)
  insert into bench.outbox (shard, match_id, epoch, first_seq, last_seq) select 1, match_id, 1, seq, seq from e`

const body = JSON.stringify({
  team: 'home',
  player: 'Player 1',
  start: { x: 0.41, y: 0.52 },
  filler: 'x'.repeat(60),
})

async function insertUntil(pool: pg.Pool, untilMs: number, batch: number): Promise<number> {
  const match = randomBytes(6).toString('hex')
  let rows = 0
  while (performance.now() < untilMs) {
    const seqs = Array.from({ length: batch }, (_, index) => rows + index + 1)
    await pool.query({ name: 'bare', text, values: [match, seqs, seqs.map(() => body)] })
    rows += batch
  }
  return rows
}

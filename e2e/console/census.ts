import type { Database } from '@touchline/db'

/** What a visit alone writes, and what a house that stands idle goes on noting about itself. */
const restless = new Set([
  'sessions',
  'rate_limits',
  'stage_reports',
  'leases',
  'pipeline_minutes',
  'gateway_watermarks',
  'relay_watermarks',
  'accounts',
  'checkpoints',
  'aggregate_checkpoints',
  'event_document_checkpoints',
  'reconciliation_reports',
  'feed_sessions',
  'feed_omissions',
])

export type Census = Readonly<Record<string, string>>

/** Of each table that only a change touches, how many rows it has and a hash of them; when a letter was published aside. */
export async function takeCensus({ pool }: Database): Promise<Census> {
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const census: Record<string, string> = {}
  for (const { name } of rows) {
    if (restless.has(name)) continue
    const counted = await pool.query<{ said: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(h, '' order by h)), '') as said
       from (select md5((to_jsonb(t) - 'published_at')::text) as h from "${name}" t) rows`,
    )
    census[name] = counted.rows[0]?.said ?? ''
  }
  return census
}

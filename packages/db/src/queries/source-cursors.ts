import { answeredWithin, type Database } from '../database.ts'
import type { Lease } from './leases.ts'

const answerWithinMs = 5_000

export interface SourceCursor {
  /** What its reader holds; the cursor is known by its name. */
  readonly lease: Pick<Lease, 'name' | 'token'>
  readonly cursor: string
}

/** How far the source of this lease has been read; undefined if nobody has. Index: source_cursors_pkey. */
export async function loadSourceCursor(
  { pool }: Pick<Database, 'pool'>,
  leaseName: string,
): Promise<string | undefined> {
  const { rows } = await pool.query<{ cursor: string }>(
    answeredWithin(answerWithinMs, {
      name: 'load-source-cursor',
      text: 'select cursor from source_cursors where source = $1',
      values: [leaseName],
    }),
  )
  return rows[0]?.cursor
}

/**
 * Saves the cursors whose leases are the newest of their names, and none of the others; returns the names of those
 * saved. A lease that is over by the clock still counts, until somebody else holds it. Index: leases_pkey.
 */
export async function saveSourceCursors(
  { pool }: Pick<Database, 'pool'>,
  cursors: readonly SourceCursor[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ source: string }>(
    answeredWithin(answerWithinMs, {
      name: 'save-source-cursors',
      text: `insert into source_cursors (source, cursor, saved_at)
           select l.name, c.cursor, clock_timestamp()
           from unnest($1::text[], $2::bigint[], $3::text[]) as c (name, token, cursor)
             join leases l on l.name = c.name and l.token = c.token
           order by l.name
           for share of l
           on conflict (source) do update set cursor = excluded.cursor, saved_at = excluded.saved_at
           returning source`,
      values: [
        cursors.map(({ lease }) => lease.name),
        cursors.map(({ lease }) => String(lease.token)),
        cursors.map(({ cursor }) => cursor),
      ],
    }),
  )
  return new Set(rows.map(({ source }) => source))
}

import type { Database } from '../database.ts'

/** What operators set while all runs; undefined where nobody has. Index: controls_pkey. */
export async function readControl(db: Pick<Database, 'pool'>, name: string): Promise<unknown> {
  const { rows } = await db.pool.query<{ value: unknown }>({
    name: 'read-control',
    text: 'select value from controls where name = $1',
    values: [name],
  })
  return rows[0]?.value
}

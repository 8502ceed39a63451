import type { Database } from '../database.ts'
import { migrationNames } from '../migrate/migrations.ts'

/** Whether the newest migration that this build knows is applied; false for a database that has none at all. */
export async function schemaIsCurrent({ pool }: Pick<Database, 'pool'>): Promise<boolean> {
  const newest = (await migrationNames()).at(-1)
  const history = await pool.query<{ there: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as there",
  )
  if (!history.rows[0]?.there) return false
  const { rows } = await pool.query<{ applied: boolean }>({
    name: 'schema-is-current',
    text: `select exists (select from _prisma_migrations where migration_name = $1
             and finished_at is not null and rolled_back_at is null) as applied`,
    values: [newest],
  })
  return rows[0]?.applied ?? false
}

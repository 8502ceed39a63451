import pg from 'pg'
import { checkDirectSessions } from '../sessions/check-sessions.ts'
import { setUnlimited } from '../sessions/session-settings.ts'
import { withSchemaEngine } from './engine.ts'
import { loadMigrations, migrationNames, noFilters, schemaFile } from './migrations.ts'

/** Two processes that start at once migrate one after the other: the lock's key is any constant of ours. */
const migrationLock = 727_101

/**
 * Brings the database up to the newest migration; the names of those applied now. A database that is already
 * there costs little. `url` must lead to sessions of its own: throws DatabaseMisconfigured behind a pooler in
 * transaction mode. Throws, and changes nothing further, at the first migration that fails.
 */
export async function migrate(url: string): Promise<string[]> {
  const applicationName = 'touchline-migrate'
  await checkDirectSessions({ url, applicationName })
  const client = new pg.Client({ connectionString: url, application_name: applicationName })
  await client.connect()
  try {
    await setUnlimited(client)
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    if (await isCurrent(client)) return []
    const input = { migrationsList: await loadMigrations(), filters: noFilters }
    const applied = await withSchemaEngine(url, schemaFile, engine => engine.applyMigrations(input))
    return applied.appliedMigrationNames
  } finally {
    await client.end()
  }
}

async function isCurrent(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as there",
  )
  if (!rows[0]?.there) return false
  const applied = await client.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const names = new Set(applied.rows.map(row => row.name))
  return (await migrationNames()).every(name => names.has(name))
}

export { migrationsAreCurrent, writeMigration } from './write.ts'

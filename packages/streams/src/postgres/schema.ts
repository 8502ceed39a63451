import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from './connection.ts'

const ddl = readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8')

/** Creates or updates the schema `touchline_log`, as one transaction; safe when several start at once. */
export async function applySchema(database: Database): Promise<void> {
  const lock = `select pg_advisory_xact_lock(hashtextextended('touchline_log schema', 0))`
  await database.query({ text: `${lock}; ${ddl}` })
}

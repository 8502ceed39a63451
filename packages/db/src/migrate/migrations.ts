import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'

const prismaDir = fileURLToPath(new URL('../../../../prisma/', import.meta.url))
export const schemaFile = join(prismaDir, 'schema.prisma')
export const migrationsDir = join(prismaDir, 'migrations')

export const noFilters = { externalTables: [], externalEnums: [] }

/** The migrations on disk, oldest first, in the form that the schema engine takes. */
export async function loadMigrations(): Promise<MigrationList> {
  const lockfile = await readFile(join(migrationsDir, 'migration_lock.toml'), 'utf8').catch(() => null)
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all((await migrationNames()).map(loadOne)),
  }
}

export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true })
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}

async function loadOne(name: string) {
  const value = await readFile(join(migrationsDir, name, 'migration.sql'), 'utf8')
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } }
}

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withSchemaEngine } from './engine.ts'
import { migrationNames, migrationsDir, noFilters, schemaFile } from './migrations.ts'

/** Beside each migration stands the schema that it leads to: the next one is the difference from there. */
const snapshot = 'schema.prisma'

/** Whether the newest migration leads to `schema.prisma`; comments and blank lines aside. Needs no database. */
export async function migrationsAreCurrent(): Promise<boolean> {
  const before = await newestSnapshot()
  return before !== undefined && bare(before) === bare(await readFile(schemaFile, 'utf8'))
}

const bare = (schema: string) =>
  schema
    .split('\n')
    .map(line => line.replace(/\/\/.*/, '').trim())
    .filter(line => line !== '')
    .join('\n')

async function newestSnapshot(): Promise<string | undefined> {
  const newest = (await migrationNames()).at(-1)
  return newest === undefined ? undefined : readFile(join(migrationsDir, newest, snapshot), 'utf8')
}

/**
 * Writes the migration that leads from the newest one to `schema.prisma`, and returns its folder's name;
 * undefined if there is nothing to write. The engine asks for a server at `url`, and leaves it as it is.
 */
export async function writeMigration(url: string, name: string, now: Date): Promise<string | undefined> {
  if (await migrationsAreCurrent()) return undefined
  const before = await newestSnapshot()
  const schema = await readFile(schemaFile, 'utf8')
  const params = {
    from: before === undefined ? { tag: 'empty' as const } : datamodel(before),
    to: datamodel(schema),
    script: true,
    exitCode: null,
    filters: noFilters,
    ...withoutShadowDatabase,
  }
  const { stdout } = await withSchemaEngine(url, schemaFile, engine => engine.diff(params))
  const folder = `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`
  await mkdir(join(migrationsDir, folder), { recursive: true })
  await writeFile(join(migrationsDir, folder, 'migration.sql'), stdout ?? '')
  await writeFile(join(migrationsDir, folder, snapshot), schema)
  return folder
}

const datamodel = (content: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: 'schema.prisma', content }],
})

/** The engine requires the field; its published types don't know it. */
const withoutShadowDatabase = { shadowDatabaseUrl: null }

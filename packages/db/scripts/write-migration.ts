import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/embedded/index.ts'
import { migrationsAreCurrent, writeMigration } from '../src/migrate/index.ts'

const help = `usage: npm run db:migration -- NAME    (lower case, digits and _)
       npm run db:migration -- --check
Writes the migration that leads from the newest one to prisma/schema.prisma, with a database of its own;
--check fails if one is missing.
`

async function write(name: string): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'touchline-migration-'))
  const postgres = await startEmbeddedPostgres({ dataDir })
  try {
    const folder = await writeMigration(postgres.url, name, new Date())
    return folder === undefined
      ? 'nothing to do: the migrations lead to the schema'
      : `wrote prisma/migrations/${folder}`
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const argument = process.argv[2] ?? ''
if (argument === '--check') {
  if (!(await migrationsAreCurrent())) {
    process.stderr.write(
      'prisma/schema.prisma has a change without a migration: npm run db:migration -- NAME\n',
    )
    process.exitCode = 1
  }
} else if (/^[a-z][a-z0-9_]*$/.test(argument)) {
  process.stdout.write(`${await write(argument)}\n`)
} else {
  process.stderr.write(help)
  process.exitCode = argument === '--help' ? 0 : 2
}

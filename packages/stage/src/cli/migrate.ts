import { migrate } from '@touchline/db/migrate'
import { borrowDatabase } from '../database-url.ts'
import { readStageEnv } from '../env.ts'

const help = `usage: npm run db:migrate
Applies the migrations in prisma/migrations that the database lacks. The database is DATABASE_DIRECT_URL, or else
DATABASE_URL, or else the embedded one in TOUCHLINE_DATA (default .touchline). Two at once wait for each other.
`

async function main(): Promise<void> {
  const database = await borrowDatabase(readStageEnv())
  try {
    const applied = await migrate(database.settings.directUrl)
    process.stdout.write(
      applied.length === 0 ? 'the database is current\n' : `applied ${applied.join(', ')}\n`,
    )
  } finally {
    await database.giveBack()
  }
}

if (process.argv.includes('--help')) process.stdout.write(help)
else
  await main().catch((error: Error) => {
    process.stderr.write(`db:migrate failed: ${error.message}\n`)
    process.exitCode = 1
  })

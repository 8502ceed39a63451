import { migrate } from '@touchline/db/migrate'
import { borrowEmbedded } from '../database-url.ts'
import { readStageEnv } from '../env.ts'

const help = `usage: npm run db:migrate
Applies the migrations in prisma/migrations that the database lacks. The database is DATABASE_URL, or else the
embedded one in TOUCHLINE_DATA (default .touchline). Two at once wait for each other.
`

async function main(): Promise<void> {
  const env = readStageEnv()
  const database = env.DATABASE_URL
    ? { url: env.DATABASE_URL, giveBack: async () => {} }
    : await borrowEmbedded(env.TOUCHLINE_DATA)
  try {
    const applied = await migrate(database.url)
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

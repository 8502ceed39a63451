import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, operatorRouter } from '@touchline/api'
import { anonymous } from '@touchline/contracts'
import { createDatabase, type Database } from '@touchline/db'
import { startEmbeddedPostgres } from '@touchline/db/embedded'
import { migrate } from '@touchline/db/migrate'
import { serveConsole } from './console-responses/http.ts'
import { type Ask, type Figure, measure } from './console-responses/measure.ts'
import { help, readOptions } from './console-responses/options.ts'
import { type Question, questions } from './console-responses/questions.ts'
import { seed } from './console-responses/seed.ts'
import { seedHouse } from './console-responses/seed-house.ts'

const operator: Actor = { id: 'u1', name: 'ann@example.org', role: 'admin', via: 'console' }
const matches = 300
const note = (text: string) => process.stderr.write(`${text}\n`)

function askRouter(database: Database): Ask {
  const caller = operatorRouter.createCaller({
    database,
    feeds: { join: () => Promise.reject(new Error('no feeds here')) },
    caller: { identity: anonymous, enter: () => () => {}, take: async () => {} },
    now: () => new Date(),
    operator,
  })
  return ({ path, input }) => {
    const found = path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller)
    return (found as (input: unknown) => Promise<unknown>)(input)
  }
}

async function run(options: ReturnType<typeof readOptions>): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-console-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir: folder })
  const database = createDatabase({ url: postgres.url, applicationName: 'console-bench' })
  try {
    await migrate(postgres.url)
    note(`filling: ${options.letters} letters, ${options.events} events`)
    await seed(database.pool, { letters: options.letters, events: options.events, causes: 200, matches })
    await seedHouse(database, { matches, auditEntries: 20_000, people: 20_000 })
    const { rows } = await database.pool.query<{ id: string; fingerprint: string }>(
      'select id, fingerprint from dead_letters where id % 1009 = 7 order by id limit 20',
    )
    const asked = questions(
      rows.map(row => row.id),
      rows[0]?.fingerprint ?? '',
    )
    return await askAll(database, asked, options)
  } finally {
    await database.close()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function askAll(
  database: Database,
  questions: readonly Question[],
  { http, only, rounds }: ReturnType<typeof readOptions>,
): Promise<Figure[]> {
  const wanted = questions.filter(({ name }) => name.includes(only))
  note(`asking ${wanted.length} questions ${http ? 'over HTTP' : 'of the router'}, ${rounds} times each`)
  if (!http) return measure(askRouter(database), wanted, rounds)
  const server = await serveConsole(database, operator)
  return measure(server.ask, wanted, rounds).finally(() => server.stop())
}

function tableOf(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length)) + 1
  const lines = figures.map(({ name, p50Ms, p95Ms, maxMs, aimMs }) => {
    const numbers = [p50Ms, p95Ms, maxMs, aimMs].map(ms => String(ms).padStart(8)).join('')
    return `${name.padEnd(width)}${numbers}${p95Ms > aimMs ? '  over' : ''}`
  })
  return [`${'answer, in ms'.padEnd(width)}     p50     p95     max     aim`, ...lines, ''].join('\n')
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  const figures = await run(options)
  process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : tableOf(figures))
  return figures.some(({ p95Ms, aimMs }) => p95Ms > aimMs) ? 1 : 0
}

process.exitCode = await main().catch((error: unknown) => {
  note(error instanceof Error ? error.message : String(error))
  return 2
})

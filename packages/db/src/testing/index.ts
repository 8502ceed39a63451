import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createDatabase, type Database } from '../database.ts'
import { migrate } from '../migrate/index.ts'

export interface TestDatabase {
  readonly url: string
  readonly database: Database
  drop(): Promise<void>
}

const template = 'touchline_test_template'
const templateLock = 727_199

/** A migrated database of the test's own, cloned from a template on the server that TOUCHLINE_TEST_DATABASE_URL names. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TOUCHLINE_TEST_DATABASE_URL
  if (!server) throw new Error('TOUCHLINE_TEST_DATABASE_URL is not set: run this through `npm test`')
  const name = `touchline_test_${randomBytes(6).toString('hex')}`
  await onServer(server, async client => {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    await ensureTemplate(client, server)
    await client.query(`create database ${name} template ${template}`)
  })
  const url = withDatabase(server, name)
  const database = createDatabase({ url, applicationName: 'touchline-test' })
  const drop = async () => {
    await database.close()
    await onServer(server, client => client.query(`drop database if exists ${name} with (force)`))
  }
  return { url, database, drop }
}

async function ensureTemplate(client: pg.Client, server: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
  if (rowCount === 0) await client.query(`create database ${template}`)
  await migrate(withDatabase(server, template))
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await work(client).finally(() => client.end())
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.toString()
}

export { buryLetters, deadLetter } from './letters.ts'

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate, migrationsAreCurrent } from './index.ts'
import { migrationNames } from './migrations.ts'

const name = `touchline_migrate_${randomBytes(4).toString('hex')}`
const server = () => process.env.TOUCHLINE_TEST_DATABASE_URL ?? ''
const own = () => Object.assign(new URL(server()), { pathname: `/${name}` }).toString()

async function on<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client.query<T>(sql).then(
    ({ rows }) => client.end().then(() => rows),
    async error => {
      await client.end()
      throw error
    },
  )
}

beforeAll(() => on(server(), `create database ${name}`))
afterAll(() => on(server(), `drop database ${name} with (force)`))

it('applies every migration once, however many start at once, into the history that Prisma keeps', async () => {
  const applied = await Promise.all([migrate(own()), migrate(own()), migrate(own())])
  expect(applied.flat()).toEqual(await migrationNames())
  const history = await on<{ name: string }>(
    own(),
    'select migration_name as name from _prisma_migrations where finished_at is not null order by 1',
  )
  expect(history.map(row => row.name)).toEqual(await migrationNames())
  expect(await migrate(own())).toEqual([])
})

it('lets the database itself refuse an account that does not add up, and an event twice', async () => {
  await expect(
    on(own(), "insert into accounts (topic, match_id, accepted, stored) values ('t', 'm', 2, 1)"),
  ).rejects.toThrow('accounts_sum_check')
  const event = (
    seq: number,
  ) => `insert into match_events values ('m', ${seq}, 1, 'sensor', 'same', 'x', 'normal',
    now(), now(), now(), 1, 0, 0, 0, 'c', '{}')`
  await on(own(), event(1))
  await expect(on(own(), event(2))).rejects.toThrow('match_events_identity_key')
})

it('knows that the schema has no change without a migration', async () => {
  expect(await migrationsAreCurrent()).toBe(true)
})

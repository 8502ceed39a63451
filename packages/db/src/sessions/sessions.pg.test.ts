import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startTestPooler, type TestPooler } from '../../../../tooling/test/testing/test-pooler.ts'
import { createDatabase, type Database, inTransaction, refuseMisconfigured } from '../database.ts'
import { migrate } from '../migrate/index.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { checkDirectSessions, DatabaseMisconfigured } from './check-sessions.ts'

const applicationName = 'pooling-test'
let test: TestDatabase
let pooler: Record<'session' | 'transaction' | 'statement', TestPooler>
beforeAll(async () => {
  test = await createTestDatabase()
  const [session, transaction, statement] = await Promise.all([
    startTestPooler({ poolMode: 'session' }),
    startTestPooler({ poolMode: 'transaction' }),
    startTestPooler({ poolMode: 'statement' }),
  ])
  pooler = { session, transaction, statement }
})
afterAll(async () => {
  await Promise.all(Object.values(pooler).map(each => each.stop()))
  await test.drop()
})

function open(url: string, options: { preparedStatements?: boolean } = {}): Database {
  const database = createDatabase({ url, applicationName, maxConnections: 8, ...options })
  onTestFinished(() => database.close())
  return database
}

const shown = async ({ pool }: Database) => {
  const { rows } = await pool.query(
    `select current_setting('TimeZone') as zone, current_setting('lock_timeout') as lock,
       current_setting('statement_timeout') as statement,
       current_setting('idle_in_transaction_session_timeout') as idle`,
  )
  return rows[0]
}
const wanted = { zone: 'UTC', lock: '30s', statement: '1min', idle: '1min' }

/** What the refusal tells an administrator to run. */
async function giveRoleSettings(says: string): Promise<void> {
  const [statements = ''] = /alter role .*;/.exec(says) ?? []
  expect(statements).toContain('statement_timeout')
  await test.database.pool.query(statements)
}
async function takeRoleSettings(): Promise<void> {
  const database = new URL(test.url).pathname.slice(1)
  await test.database.pool.query(`alter role postgres in database ${database} reset all`)
}

const refusal = (database: Database) =>
  refuseMisconfigured(database).then(
    () => undefined,
    (error: Error) => error,
  )

it.each(['direct', 'session'] as const)('sets what sessions must hold, %s', async way => {
  const database = open(way === 'direct' ? test.url : pooler.session.pooled(test.url))
  await database.ping()
  expect(await shown(database)).toEqual(wanted)
  await checkDirectSessions({
    url: way === 'direct' ? test.url : pooler.session.pooled(test.url),
    applicationName,
  })
})

describe('a pooler in transaction mode', () => {
  const url = () => pooler.transaction.pooled(test.url)

  it('is refused until statements go unnamed and the role brings the settings', async () => {
    const named = await refusal(open(url()))
    expect(named).toBeInstanceOf(DatabaseMisconfigured)
    expect(named?.message).toContain('DATABASE_PREPARED_STATEMENTS=off')
    const unset = await refusal(open(url(), { preparedStatements: false }))
    expect(unset).toBeInstanceOf(DatabaseMisconfigured)
    expect(unset?.message).toContain('statement_timeout is 0, not 60000')
    expect(unset?.message).not.toContain(`:${new URL(test.url).password}@`)
    await giveRoleSettings(unset?.message ?? '')
    onTestFinished(takeRoleSettings)
    // A session has its role's settings from its beginning: this pooler's are new.
    const renewed = await startTestPooler({ poolMode: 'transaction' })
    onTestFinished(() => renewed.stop())
    const database = open(renewed.pooled(test.url), { preparedStatements: false })
    await database.ping()
    expect(await shown(database)).toEqual(wanted)
  })

  it('leaves sessions as they are, whoever else has them', async () => {
    const database = open(url(), { preparedStatements: false })
    await Promise.all(
      Array.from({ length: 20 }, () => inTransaction(database.pool, tx => tx.query('select 1'))),
    )
    expect(await refusal(open(url(), { preparedStatements: false }))).toBeInstanceOf(DatabaseMisconfigured)
  })

  it('is no place for migrations and LISTEN: nothing is locked, nothing hangs', async () => {
    const says = await migrate(url()).catch((error: Error) => error.message)
    expect(says).toContain('let DATABASE_DIRECT_URL lead to PostgreSQL itself')
    await expect(checkDirectSessions({ url: url(), applicationName })).rejects.toThrow(DatabaseMisconfigured)
    const locks = await test.database.pool.query(
      `select from pg_locks where locktype = 'advisory'
         and database = (select oid from pg_database where datname = current_database())`,
    )
    expect(locks.rowCount).toBe(0)
    expect(await migrate(test.url)).toEqual([])
  })

  it('is found out by many who look at once', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const looks = Array.from({ length: 6 }, () => checkDirectSessions({ url: url(), applicationName }))
      const pools = Array.from({ length: 6 }, () => refusal(open(url(), { preparedStatements: false })))
      for (const look of await Promise.allSettled(looks)) {
        expect(look.status).toBe('rejected')
        expect(String((look as PromiseRejectedResult).reason)).toContain('connections share sessions')
      }
      for (const found of await Promise.all(pools)) expect(found).toBeInstanceOf(DatabaseMisconfigured)
    }
  })

  it('is found out with one connection to the server too', async () => {
    const narrow = await startTestPooler({ poolMode: 'transaction', poolSize: 1 })
    onTestFinished(() => narrow.stop())
    const says = await refusal(open(narrow.pooled(test.url), { preparedStatements: false }))
    expect(says?.message).toContain('transaction mode')
  })

  it('is found out where it gives sessions in turn', async () => {
    const turning = await startTestPooler({
      poolMode: 'transaction',
      settings: { server_round_robin: '1' },
    })
    onTestFinished(() => turning.stop())
    const clients = Array.from({ length: 6 }, () => new pg.Client(turning.pooled(test.url)))
    await Promise.all(clients.map(client => client.connect()))
    await Promise.all(clients.map(client => client.query('begin')))
    await Promise.all(clients.map(client => client.query('rollback')))
    onTestFinished(async () => void (await Promise.all(clients.map(client => client.end()))))
    await expect(checkDirectSessions({ url: turning.pooled(test.url), applicationName })).rejects.toThrow(
      DatabaseMisconfigured,
    )
  })
})

it('says what a pooler in statement mode is', async () => {
  const says = await refusal(open(pooler.statement.pooled(test.url), { preparedStatements: false }))
  expect(says).toBeInstanceOf(DatabaseMisconfigured)
  expect(says?.message).toContain('pool_mode must be session or transaction')
})

it('waits for a server that is away, and is not ready meanwhile', async () => {
  const database = open('postgresql://nobody@127.0.0.1:1/none')
  await refuseMisconfigured(database)
  await expect(database.ping()).rejects.toThrow('ECONNREFUSED')
})

import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import { checkDirectSessions, checkSessions, DatabaseMisconfigured } from './sessions/check-sessions.ts'
import { differingSettings, setSession } from './sessions/session-settings.ts'

/** One pool of connections: `pool` for the hot path's SQL, `prisma` on the same pool for all else. */
export interface Database {
  readonly pool: pg.Pool
  readonly prisma: PrismaClient
  /**
   * Rejects unless the server answers; until it has done so once, also unless its sessions hold what they must
   * (DatabaseMisconfigured).
   */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  /** Default 10. */
  readonly maxConnections?: number
  /** False sends every statement without a name, for poolers that don't know prepared ones. Default true. */
  readonly preparedStatements?: boolean
}

export function createDatabase(options: DatabaseOptions): Database {
  const { url, applicationName, maxConnections = 10, preparedStatements = true } = options
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Statements that don't wait for each other's results share a round trip.
    pipeline: true,
    onConnect: client => {
      if (!preparedStatements) dropNames(client)
      return setSession(client)
    },
  })
  // An idle connection that breaks is replaced at the next query; unheard, the event would end the process.
  pool.on('error', () => {})
  // So is one in use that breaks between two statements: the next statement fails and tells.
  pool.on('connect', client => client.on('error', () => {}))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  let areChecked = false
  return {
    pool,
    prisma,
    ping: async () => {
      if (areChecked) await pool.query('select 1')
      else await check(pool, { url, applicationName, preparedStatements })
      areChecked = true
    },
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

async function check(pool: pg.Pool, where: Parameters<typeof checkSessions>[0]): Promise<void> {
  if (!(await checkSessions(where))) return
  const differing = await differingSettings(pool, 'setting')
  if (differing.length === 0) return
  throw new DatabaseMisconfigured(`sessions do not keep what is set in them: ${differing.join(', ')}`)
}

/**
 * Throws DatabaseMisconfigured where the database can't be worked with as it is set; it may be away. `listensAt` is
 * where a process listens, if it does.
 */
export async function refuseMisconfigured(
  database: Pick<Database, 'ping'>,
  listensAt?: string,
): Promise<void> {
  const checks = [database.ping(), listensAt && checkDirectSessions({ url: listensAt, ...listening })]
  for (const check of await Promise.allSettled(checks)) {
    if (check.status === 'rejected' && check.reason instanceof DatabaseMisconfigured) throw check.reason
  }
}

const listening = { applicationName: 'touchline' }

function dropNames(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const unnamed = ([first, ...rest]: unknown[]) =>
    isNamed(first) ? [{ ...first, name: undefined }, ...rest] : [first, ...rest]
  client.query = ((...args: unknown[]) => query(...unnamed(args))) as typeof client.query
}

const isNamed = (query: unknown): query is { name: unknown } =>
  typeof query === 'object' && query !== null && 'name' in query && !('submit' in query)

/** The statement, which rejects after so many milliseconds also where its connection swallows it without a word. */
export const answeredWithin = <T extends pg.QueryConfig>(milliseconds: number, statement: T) => ({
  ...statement,
  query_timeout: milliseconds,
})

/** A connection inside a transaction. */
export type Transaction = Pick<pg.ClientBase, 'query'>

/**
 * Runs `work` in one transaction: committed if it resolves, rolled back if it rejects. Statements that `work` begins
 * together share a round trip. The commit is sent when all have succeeded, never with them: a statement that fails
 * before it is sent must not leave the others committed.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost
    })
    throw error
  } finally {
    client.release(broken)
  }
}

export interface TransactionSettings {
  /** How long a statement may wait for a lock, in milliseconds. */
  readonly lockTimeoutMs?: number
  /**
   * No table is read from end to end where an index will do: at the start of an evening the planner still takes the
   * large tables for empty, and keeps the plan.
   */
  readonly readsByIndex?: boolean
}

/** Of this transaction alone; send it before the statements that it is for. */
export async function setTransaction(tx: Transaction, settings: TransactionSettings): Promise<void> {
  const { lockTimeoutMs, readsByIndex } = settings
  await tx.query({
    name: 'set-transaction',
    text: `select set_config('lock_timeout', coalesce($1, current_setting('lock_timeout')), true),
             set_config('enable_seqscan', coalesce($2, current_setting('enable_seqscan')), true)`,
    values: [
      lockTimeoutMs === undefined ? null : String(Math.max(1, Math.round(lockTimeoutMs))),
      readsByIndex ? 'off' : null,
    ],
  })
}

const transactionAborted = '25P02'

/**
 * Awaits statements that were sent together. Where one fails, those behind it fail too, with an error that only says
 * so: what is thrown is the first one's own. Waits for all: none is left running.
 */
export async function together<const T extends readonly unknown[]>(
  statements: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(statements)
  const faults = settled.flatMap(one => (one.status === 'rejected' ? [one.reason as unknown] : []))
  const [first] = faults
  if (first === undefined) {
    return settled.map(one => (one as PromiseFulfilledResult<unknown>).value) as never
  }
  throw faults.find(fault => !isAborted(fault)) ?? first
}

const isAborted = (fault: unknown) => fault instanceof pg.DatabaseError && fault.code === transactionAborted

import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'

/** One pool of connections: `pool` for the hot path's SQL, `prisma` on the same pool for all else. */
export interface Database {
  readonly pool: pg.Pool
  readonly prisma: PrismaClient
  /** Rejects unless the server answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  /** Default 10. */
  readonly maxConnections?: number
}

export function createDatabase({ url, applicationName, maxConnections = 10 }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Statements that don't wait for each other's results share a round trip.
    pipeline: true,
    options:
      '-c TimeZone=UTC -c lock_timeout=30s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s',
  })
  // An idle connection that breaks is replaced at the next query; unheard, the event would end the process.
  pool.on('error', () => {})
  // So is one in use that breaks between two statements: the next statement fails and tells.
  pool.on('connect', client => client.on('error', () => {}))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    pool,
    prisma,
    ping: async () => {
      await pool.query('select 1')
    },
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

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

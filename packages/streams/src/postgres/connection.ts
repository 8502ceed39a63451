import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { within } from '../time-limit.ts'

/** Runs statements on a pool, each within a time that includes the wait for a connection. */
export interface Database {
  query<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]>
}

export interface DatabaseOptions {
  readonly timeoutMs: number
  /** False leaves out the names of statements. Default true. */
  readonly preparedStatements?: boolean
  /** Makes the error for a server that can't be reached; an SQL error passes through as it is. */
  readonly unavailable: (cause: unknown) => Error
}

export function createDatabase(
  pool: Pool,
  { timeoutMs, preparedStatements = true, unavailable }: DatabaseOptions,
): Database {
  if (pool.listenerCount('error') === 0) pool.on('error', ignore)
  const late = () => new Error(`PostgreSQL gave no answer within ${timeoutMs} ms`)

  async function connect(): Promise<PoolClient> {
    const connecting = pool.connect()
    let gaveUp = false
    connecting.then(
      client => gaveUp && client.release(),
      () => {},
    )
    return within(timeoutMs, connecting, late).catch(error => {
      gaveUp = true
      throw error
    })
  }

  async function runOn<Row extends QueryResultRow>(client: PoolClient, query: QueryConfig): Promise<Row[]> {
    let broken: Error | undefined
    client.on('error', ignore)
    try {
      const result: QueryResult<Row> = await within(timeoutMs, client.query<Row>(query), late)
      return result.rows
    } catch (error) {
      if (!isSqlError(error)) broken = error as Error
      throw error
    } finally {
      client.off('error', ignore)
      client.release(broken)
    }
  }

  return {
    async query(query) {
      try {
        return await runOn(await connect(), preparedStatements ? query : unnamed(query))
      } catch (error) {
        throw isSqlError(error) ? error : unavailable(error)
      }
    },
  }
}

const unnamed = ({ name: _, ...query }: QueryConfig): QueryConfig => query

/** A connection that breaks says so by an event, which unheard would end the process; statements fail anyway. */
const ignore = () => {}

/** SQLSTATE classes that speak of the connection or the server rather than of the statement. */
const passing = ['08', '25', '40', '53', '57', '58', '55']

function isSqlError(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^E[A-Z]+$/.test(code)) return false
  return !passing.includes(code.slice(0, 2))
}

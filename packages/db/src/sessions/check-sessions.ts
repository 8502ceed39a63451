import pg from 'pg'
import { differingSettings, roleStatements } from './session-settings.ts'
import { findSharing, locksExclude, notifiesArrive } from './shared-sessions.ts'

/** The way to the database can't be worked with as it is set; the message says what was found and what to set. */
export class DatabaseMisconfigured extends Error {
  override readonly name = 'DatabaseMisconfigured'
}

export interface SessionCheck {
  readonly url: string
  readonly applicationName: string
  readonly preparedStatements: boolean
}

/**
 * What the sessions of a pool must hold they either set themselves (true) or, where connections share them, get from
 * their role (false). Throws DatabaseMisconfigured where neither is so, or prepared statements would be lost; another
 * error where the server can't be asked.
 */
export function checkSessions({ preparedStatements, ...where }: SessionCheck): Promise<boolean> {
  return withTwo(where, 'DATABASE_URL', async (first, second) => {
    const sharing = await findSharing(first, second, { preparedStatements })
    if (sharing === 'none') return true
    const found = 'DATABASE_URL leads to a pooler in transaction mode'
    if (sharing === 'statements') {
      throw new DatabaseMisconfigured(
        `${found} that loses prepared statements: set DATABASE_PREPARED_STATEMENTS=off, or use PgBouncer 1.21 or newer with max_prepared_statements`,
      )
    }
    const differing = await differingSettings(first, 'reset_val')
    if (differing.length === 0) return false
    throw new DatabaseMisconfigured(
      `${found}, where settings must come from the role, and there ${differing.join(', ')}: run ${await roleStatements(first)} and let the pooler reconnect (RECONNECT in its console)`,
    )
  })
}

/**
 * For LISTEN and session locks. Throws DatabaseMisconfigured where connections share sessions, another error where the
 * server can't be asked.
 */
export function checkDirectSessions(where: Omit<SessionCheck, 'preparedStatements'>): Promise<void> {
  return withTwo(where, 'DATABASE_DIRECT_URL', async (first, second) => {
    const fault = await directFault(first, second)
    if (fault === undefined) return
    throw new DatabaseMisconfigured(
      `migrations and LISTEN need sessions of their own, and behind DATABASE_DIRECT_URL (unset: DATABASE_URL) ${fault}, as behind a pooler in transaction mode: let DATABASE_DIRECT_URL lead to PostgreSQL itself, or to a pooler in session mode`,
    )
  })
}

async function directFault(first: pg.Client, second: pg.Client): Promise<string | undefined> {
  const sharing = await findSharing(first, second, { preparedStatements: false })
  if (sharing !== 'none') return 'connections share sessions'
  if (!(await locksExclude(first, second))) return 'session locks do not exclude'
  return (await notifiesArrive(first, second)) ? undefined : 'LISTEN is told nothing'
}

const protocolViolation = '08P01'

async function withTwo<T>(
  { url, applicationName }: Pick<SessionCheck, 'url' | 'applicationName'>,
  setting: string,
  work: (first: pg.Client, second: pg.Client) => Promise<T>,
): Promise<T> {
  const open = () =>
    new pg.Client({
      connectionString: url,
      application_name: `${applicationName}-check`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    })
  const clients = [open(), open()] as const
  for (const client of clients) client.on('error', () => {})
  try {
    for (const client of clients) await client.connect()
    return await work(...clients)
  } catch (error) {
    throw refusalOf(error, setting) ?? error
  } finally {
    await Promise.all(clients.map(client => client.end().catch(() => {})))
  }
}

/** What a pooler does not do at all it says as a violation of the protocol. */
function refusalOf(error: unknown, setting: string): DatabaseMisconfigured | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== protocolViolation) return undefined
  const isByStatement = /statement pooling/.test(error.message)
  const advice = isByStatement ? 'its pool_mode must be session or transaction' : 'leave out what it refuses'
  return new DatabaseMisconfigured(`${setting} leads to a pooler that says "${error.message}": ${advice}`)
}

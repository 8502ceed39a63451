import type pg from 'pg'

/** What each session of a pool must hold, in the units of pg_settings: milliseconds. */
export const sessionSettings: Readonly<Record<string, string>> = {
  TimeZone: 'UTC',
  lock_timeout: '30000',
  statement_timeout: '60000',
  idle_in_transaction_session_timeout: '60000',
}

const names = Object.keys(sessionSettings)
const values = Object.values(sessionSettings)

/**
 * Sets, in a new session, those that differ. It changes nothing where the role brings them along: what is set in a
 * session that others share would be set for them too. They are no startup parameters: poolers refuse those.
 */
export async function setSession(client: pg.ClientBase): Promise<void> {
  await client.query({
    text: `select set_config(wanted.name, wanted.value, false)
           from unnest($1::text[], $2::text[]) as wanted (name, value) join pg_settings using (name)
           where lower(pg_settings.setting) <> lower(wanted.value)`,
    values: [names, values],
  })
}

/** Ends every limit of time in a session: a migration takes as long as it takes. */
export async function setUnlimited(client: pg.ClientBase): Promise<void> {
  await client.query(
    `set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0`,
  )
}

type Asked = Pick<pg.ClientBase, 'query'>

/** `setting`: what holds in this session now; `reset_val`: what a session begins with, by its role or database. */
export async function differingSettings(
  client: Asked,
  column: 'setting' | 'reset_val',
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; found: string }>({
    text: `select name, ${column} as found from pg_settings where name = any ($1)`,
    values: [names],
  })
  return rows
    .filter(({ name, found }) => found.toLowerCase() !== sessionSettings[name]?.toLowerCase())
    .map(({ name, found }) => `${name} is ${found}, not ${sessionSettings[name]}`)
}

/** What an administrator runs so that every session of this role has them. */
export async function roleStatements(client: Asked): Promise<string> {
  const { rows } = await client.query<{ target: string }>(
    `select format('alter role %I in database %I', current_user, current_database()) as target`,
  )
  const target = rows[0]?.target ?? ''
  return names.map(name => `${target} set ${name} = '${sessionSettings[name]}';`).join(' ')
}

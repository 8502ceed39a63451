import { type Database, inTransaction, type Transaction } from '../database.ts'

/** How often something may be tried in a span of time. */
export interface AttemptLimit {
  readonly key: string
  readonly max: number
  readonly seconds: number
}

/**
 * For how many seconds to stay away, where one of these limits is spent; undefined where none is. Counts nothing.
 * Index: rate_limits_key_key.
 */
export async function spentFor(
  { pool }: Pick<Database, 'pool'>,
  limits: readonly AttemptLimit[],
): Promise<number | undefined> {
  const { rows } = await pool.query<{ key: string; count: number; began: string }>({
    name: 'spent-attempts',
    text: 'select key, count, last_request as began from rate_limits where key = any($1)',
    values: [limits.map(({ key }) => key)],
  })
  const now = Date.now()
  const waits = limits.flatMap(({ key, max, seconds }) => {
    const found = rows.find(row => row.key === key)
    const leftMs = found && found.count >= max ? Number(found.began) + seconds * 1_000 - now : 0
    return leftMs > 0 ? [Math.ceil(leftMs / 1_000)] : []
  })
  return waits.length === 0 ? undefined : Math.max(...waits)
}

class Spent extends Error {}

/**
 * Counts one attempt for each limit, or, where one of them is spent, for none: what is refused by one limit uses up no
 * other. Counted in the database, so that all replicas count together; keys in their order, so that two can't wait for
 * each other. For how many seconds to stay away, where it was refused. Index: rate_limits_key_key.
 */
export async function takeAttempts(
  database: Pick<Database, 'pool'>,
  limits: readonly AttemptLimit[],
): Promise<number | undefined> {
  const spent = await spentFor(database, limits)
  if (spent !== undefined) return spent
  try {
    await inTransaction(database.pool, async tx => {
      for (const limit of limits.toSorted((a, b) => (a.key < b.key ? -1 : 1))) await take(tx, limit)
    })
    return undefined
  } catch (error) {
    if (!(error instanceof Spent)) throw error
    return (await spentFor(database, limits)) ?? 1
  }
}

/** An id of its own for each row: only the key may meet another's, or two first tries at once would fail. */
async function take(tx: Transaction, { key, max, seconds }: AttemptLimit): Promise<void> {
  const now = Date.now()
  const { rowCount } = await tx.query({
    name: 'take-attempt',
    text: `insert into rate_limits as r (id, key, count, last_request) values (gen_random_uuid()::text, $1::text, 1, $2::bigint)
           on conflict (key) do update set
             count = case when r.last_request <= $3::bigint then 1 else r.count + 1 end,
             last_request = case when r.last_request <= $3::bigint then $2::bigint else r.last_request end
           where r.last_request <= $3::bigint or r.count < $4::int`,
    values: [key, now, now - seconds * 1_000, max],
  })
  if (rowCount === 0) throw new Spent()
}

/** Index: rate_limits_key_key. */
export async function forgetAttempts(
  { pool }: Pick<Database, 'pool'>,
  keys: readonly string[],
): Promise<void> {
  await pool.query({
    name: 'forget-attempts',
    text: 'delete from rate_limits where key = any($1)',
    values: [keys],
  })
}

/**
 * Forgets attempts whose span has long ended, and what was to be verified and is past its time. Index:
 * verifications_expires_at_idx, sessions_expires_at_idx; rate_limits is small and read as a whole.
 */
export async function forgetSignIns(
  { pool }: Pick<Database, 'pool'>,
  olderThanSeconds: number,
): Promise<void> {
  await pool.query('delete from rate_limits where last_request < $1', [Date.now() - olderThanSeconds * 1_000])
  await pool.query('delete from verifications where expires_at < now()')
  await pool.query('delete from sessions where expires_at < now()')
}

/** Whose second step of signing in this is; undefined for none that is under way. Index: verifications_identifier_idx. */
export async function findChallengedPerson(
  { pool }: Pick<Database, 'pool'>,
  challenge: string,
): Promise<string | undefined> {
  const { rows } = await pool.query<{ value: string }>({
    name: 'find-challenged-person',
    text: 'select value from verifications where identifier = $1 and expires_at > now() limit 1',
    values: [challenge],
  })
  return rows[0]?.value
}

/** A session is in use: it rests from now on. Index: sessions_pkey. */
export async function noteSessionUse({ pool }: Pick<Database, 'pool'>, id: string): Promise<void> {
  await pool.query({
    name: 'note-session-use',
    text: 'update sessions set updated_at = now() where id = $1',
    values: [id],
  })
}

/** Index: sessions_pkey. */
export async function endSession(tx: Pick<Transaction, 'query'>, id: string): Promise<void> {
  await tx.query({ name: 'end-session', text: 'delete from sessions where id = $1', values: [id] })
}

/** Index: sessions_token_key. */
export async function endSessionByToken({ pool }: Pick<Database, 'pool'>, token: string): Promise<void> {
  await pool.query({
    name: 'end-session-by-token',
    text: 'delete from sessions where token = $1',
    values: [token],
  })
}

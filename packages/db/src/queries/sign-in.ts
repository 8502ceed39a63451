import type { Database, Transaction } from '../database.ts'

/** How often something may be tried in a span of time. */
export interface AttemptLimit {
  readonly key: string
  readonly max: number
  readonly seconds: number
}

/**
 * Counts one attempt in a span that begins with the first; how many there were before it in that span. Counted in the
 * database, so that all replicas count together. Index: rate_limits_key_key.
 */
export async function countAttempt(
  { pool }: Pick<Database, 'pool'>,
  { key, seconds }: Omit<AttemptLimit, 'max'>,
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: 'count-attempt',
    text: `insert into rate_limits as r (id, key, count, last_request) values ($1::text, $1::text, 1, $2::bigint)
           on conflict (key) do update set
             count = case when r.last_request <= $3::bigint then 1 else least(r.count + 1, 1000000) end,
             last_request = case when r.last_request <= $3::bigint then $2::bigint else r.last_request end
           returning count`,
    values: [key, Date.now(), Date.now() - seconds * 1_000],
  })
  return (rows[0]?.count ?? 1) - 1
}

/** Index: rate_limits_key_key. */
export async function forgetAttempts({ pool }: Pick<Database, 'pool'>, key: string): Promise<void> {
  await pool.query({ name: 'forget-attempts', text: 'delete from rate_limits where key = $1', values: [key] })
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

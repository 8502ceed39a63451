import type { Database, Transaction } from '../database.ts'

/** What somebody's password is checked against. Index: auth_accounts_user_id_idx. */
export async function findPasswordHash(
  { pool }: Pick<Database, 'pool'>,
  userId: string,
): Promise<string | undefined> {
  const { rows } = await pool.query<{ password: string | null }>({
    name: 'find-password-hash',
    text: `select password from auth_accounts where user_id = $1 and provider_id = 'credential'`,
    values: [userId],
  })
  return rows[0]?.password ?? undefined
}

/** Whether it was still the one that was checked: another change at the same time wins. Index: auth_accounts_user_id_idx. */
export async function replacePasswordHash(
  tx: Transaction,
  userId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'replace-password-hash',
    text: `update auth_accounts set password = $3, updated_at = now()
           where user_id = $1 and provider_id = 'credential' and password = $2`,
    values: [userId, from, to],
  })
  return rowCount === 1
}

/** Whoever has the session's token from before is out; whether the session was still there. Index: sessions_pkey. */
export async function renewSessionToken(tx: Transaction, id: string, token: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'renew-session-token',
    text: 'update sessions set token = $2, updated_at = now() where id = $1 and expires_at > now()',
    values: [id, token],
  })
  return rowCount === 1
}

/** A second factor that no code confirmed yet; its secret is encrypted. */
export interface NewSecondFactor {
  readonly id: string
  readonly secret: string
}

/** Index: two_factors_user_id_idx. */
export async function findNewSecondFactor(
  { pool }: Pick<Database, 'pool'>,
  userId: string,
): Promise<NewSecondFactor | undefined> {
  const { rows } = await pool.query<NewSecondFactor>({
    name: 'find-new-second-factor',
    text: 'select id, secret from two_factors where user_id = $1 and verified is not true',
    values: [userId],
  })
  return rows[0]
}

/** From now on it is asked for. Whether it was still as it was checked; if not, roll back. Index: two_factors_user_id_idx, users_pkey. */
export async function confirmSecondFactor(
  tx: Transaction,
  userId: string,
  { id, secret }: NewSecondFactor,
): Promise<boolean> {
  await tx.query({
    name: 'ask-for-second-factor',
    text: 'update users set two_factor_enabled = true, updated_at = now() where id = $1',
    values: [userId],
  })
  const { rowCount } = await tx.query({
    name: 'confirm-second-factor',
    text: `update two_factors set verified = true
           where user_id = $1 and id = $2 and secret = $3 and verified is not true`,
    values: [userId, id, secret],
  })
  return rowCount === 1
}

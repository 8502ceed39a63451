import { randomBytes } from 'node:crypto'
import type { Role, Tier } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { type WithIsoTimes, withIsoTimes } from './letters/iso-times.ts'

/** What somebody is: an operator of a role, or a fan. */
export type PersonRole = Role | 'fan'

interface PersonRow {
  id: string
  name: string
  email: string
  role: PersonRole
  tier: Tier
  /** Whether a second factor was confirmed. */
  twoFactorEnabled: boolean
  /** Has a one-time password, and has not changed it yet. */
  mustChangePassword: boolean
  disabledAt: Date | null
  createdAt: Date
}
/** Somebody as operators see them: never what they sign in with. Times in ISO 8601. */
export type PersonEntry = WithIsoTimes<PersonRow>
export type SeenPerson = PersonEntry & { readonly lastSeenAt: string | null }

const columns = `users.id, users.name, users.email, users.role, users.tier,
  users.two_factor_enabled as "twoFactorEnabled", users.must_change_password as "mustChangePassword",
  users.disabled_at as "disabledAt", users.created_at as "createdAt"`

/** Index: users_email_key. */
export async function findPersonByEmail(
  db: Pick<Transaction, 'query'>,
  email: string,
): Promise<PersonEntry | undefined> {
  const { rows } = await db.query<PersonRow>({
    name: 'find-person-by-email',
    text: `select ${columns} from users where email = $1`,
    values: [email.toLowerCase()],
  })
  return rows[0] && withIsoTimes(rows[0])
}

export interface PeoplePage {
  readonly kind: 'operators' | 'fans'
  /** Operators: a part of the name or address. Fans: the whole address, or the id. */
  readonly text?: string | undefined
  /** Only those with a later address. */
  readonly after?: string | undefined
  readonly limit: number
}

/** By address. Index: users_role_email_idx; a fan's by users_email_key or users_pkey, sessions_user_id_idx. */
export async function listPeople(
  { pool }: Pick<Database, 'pool'>,
  { kind, text, after, limit }: PeoplePage,
): Promise<SeenPerson[]> {
  const matches =
    kind === 'fans'
      ? `role = 'fan' and ($1::text is null or email = lower($1) or users.id = $1)`
      : `role <> 'fan' and ($1::text is null or strpos(lower(email || ' ' || name), lower($1)) > 0)`
  const { rows } = await pool.query<PersonRow & { lastSeenAt: Date | null }>({
    name: `list-people-${kind}`,
    text: `select ${columns},
             (select max(updated_at) from sessions where user_id = users.id) as "lastSeenAt"
           from users where ${matches} and ($2::text is null or email > $2)
           order by email limit $3`,
    values: [text ?? null, after ?? null, limit],
  })
  return rows.map(withIsoTimes)
}

/** Holds somebody for a change. Index: users_pkey. */
export async function lockPerson(tx: Transaction, id: string): Promise<PersonEntry | undefined> {
  const { rows } = await tx.query<PersonRow>({
    name: 'lock-person',
    text: `select ${columns} from users where id = $1 for update`,
    values: [id],
  })
  return rows[0] && withIsoTimes(rows[0])
}

/**
 * Holds every admin that may sign in, so that two changes can't each leave the other's as the last one; their ids.
 * Lock them before anybody else. Index: users_role_email_idx.
 */
export async function lockAdmins(tx: Transaction): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'lock-admins',
    text: `select id from users where role = 'admin' and disabled_at is null order by id for update`,
  })
  return rows.map(({ id }) => id)
}

export interface NewPerson {
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly passwordHash: string
}

/** Somebody with a one-time password; undefined if the address is taken. Index: users_email_key. */
export async function insertPerson(tx: Transaction, person: NewPerson): Promise<PersonEntry | undefined> {
  const id = randomBytes(16).toString('hex')
  const { rows } = await tx.query<PersonRow>({
    name: 'insert-person',
    text: `insert into users (id, name, email, role, must_change_password)
           values ($1, $2, lower($3), $4, true) on conflict (email) do nothing returning ${columns}`,
    values: [id, person.name, person.email, person.role],
  })
  if (!rows[0]) return undefined
  await tx.query({
    name: 'insert-person-account',
    text: `insert into auth_accounts (id, account_id, provider_id, user_id, password)
           values ($1, $2::text, 'credential', $2::text, $3)`,
    values: [randomBytes(16).toString('hex'), id, person.passwordHash],
  })
  return withIsoTimes(rows[0])
}

export interface PersonChange {
  readonly role?: Role
  readonly disabled?: boolean
  readonly mustChangePassword?: boolean
}

/** What is not named stays. Index: users_pkey. */
export async function changePerson(
  tx: Transaction,
  id: string,
  { role, disabled, mustChangePassword }: PersonChange,
): Promise<PersonEntry> {
  const { rows } = await tx.query<PersonRow>({
    name: 'change-person',
    text: `update users set role = coalesce($2, role),
             disabled_at = case when $3::bool is null then disabled_at when $3 then now() end,
             must_change_password = coalesce($4, must_change_password), updated_at = now()
           where id = $1 returning ${columns}`,
    values: [id, role ?? null, disabled ?? null, mustChangePassword ?? null],
  })
  const [row] = rows
  if (!row) throw new Error('the person was not written')
  return withIsoTimes(row)
}

/** Index: auth_accounts_user_id_idx. */
export async function setPasswordHash(tx: Transaction, id: string, hash: string): Promise<void> {
  await tx.query({
    name: 'set-password-hash',
    text: `update auth_accounts set password = $2, updated_at = now()
           where user_id = $1 and provider_id = 'credential'`,
    values: [id, hash],
  })
}

/** Index: two_factors_user_id_idx, users_pkey. */
export async function removeSecondFactor(tx: Transaction, id: string): Promise<void> {
  await tx.query({
    name: 'remove-second-factor',
    text: `with gone as (delete from two_factors where user_id = $1)
           update users set two_factor_enabled = false, updated_at = now() where id = $1`,
    values: [id],
  })
}

/** Ends all sessions of somebody, but for one; how many. Index: sessions_user_id_idx. */
export async function endSessions(tx: Transaction, userId: string, exceptId = ''): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'end-sessions',
    text: 'delete from sessions where user_id = $1 and id <> $2',
    values: [userId, exceptId],
  })
  return rowCount ?? 0
}

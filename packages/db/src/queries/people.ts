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
  /** That one-time password was used, or is older than a day: it lets nobody in, and an admin has to give a new one. */
  oneTimePasswordEnded: boolean
  disabledAt: Date | null
  createdAt: Date
}
/** Somebody as operators see them: never what they sign in with. Times in ISO 8601. */
export type PersonEntry = WithIsoTimes<PersonRow>
export type SeenPerson = PersonEntry & { readonly lastSeenAt: string | null }

/** Versions that did not know of its end left no date. */
const oneTimePasswordHolds = `users.one_time_password_used_at is null
  and coalesce(users.one_time_password_expires_at, users.updated_at + interval '24 hours') > now()`

const columns = `users.id, users.name, users.email, users.role, users.tier,
  users.two_factor_enabled as "twoFactorEnabled", users.must_change_password as "mustChangePassword",
  not (${oneTimePasswordHolds}) and users.must_change_password as "oneTimePasswordEnded",
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
    text: `insert into users (id, name, email, role, must_change_password, one_time_password_expires_at)
           values ($1, $2, lower($3), $4, true, now() + interval '24 hours')
           on conflict (email) do nothing returning ${columns}`,
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

/** A one-time password in place of somebody's own, for a day. Index: auth_accounts_user_id_idx, users_pkey. */
export async function setOneTimePassword(tx: Transaction, id: string, hash: string): Promise<PersonEntry> {
  await tx.query({
    name: 'set-password-hash',
    text: `update auth_accounts set password = $2, updated_at = now()
           where user_id = $1 and provider_id = 'credential'`,
    values: [id, hash],
  })
  await tx.query({
    name: 'renew-one-time-password',
    text: `update users set one_time_password_used_at = null,
             one_time_password_expires_at = now() + interval '24 hours' where id = $1`,
    values: [id],
  })
  return changePerson(tx, id, { mustChangePassword: true })
}

/** Whether a one-time password lets its holder in: it does so once, whoever asks at the same time. Index: users_pkey. */
export async function consumeOneTimePassword({ pool }: Pick<Database, 'pool'>, id: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'consume-one-time-password',
    text: `update users set one_time_password_used_at = now(), updated_at = now()
           where id = $1 and must_change_password and ${oneTimePasswordHolds}`,
    values: [id],
  })
  return rowCount === 1
}

export interface NewFan {
  readonly name: string
  readonly email: string
  readonly passwordHash: string
  /** Does all the same work and makes nobody. */
  readonly isRefused: boolean
}

/** Makes a fan where nobody has the address; says nothing about it either way. Index: users_email_key. */
export async function insertFan({ pool }: Pick<Database, 'pool'>, fan: NewFan): Promise<void> {
  const [id, accountId] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')]
  await pool.query({
    name: 'insert-fan',
    text: `with made as (
             insert into users (id, name, email, role)
             select $1, $2, lower($3), 'fan' where not $6::bool on conflict (email) do nothing returning id)
           insert into auth_accounts (id, account_id, provider_id, user_id, password)
           select $4, id, 'credential', id, $5 from made`,
    values: [id, fan.name, fan.email, accountId, fan.passwordHash, fan.isRefused],
  })
}

/**
 * Takes an address from a fan who never proved that it is theirs: they can't sign in any more, and what happened to
 * them can still be told. The fan as they were. Index: users_email_key, auth_accounts_user_id_idx.
 */
export async function releaseFanAddress(tx: Transaction, email: string): Promise<PersonEntry | undefined> {
  const { rows } = await tx.query<PersonRow>({
    name: 'lock-fan-by-email',
    text: `select ${columns} from users
           where email = lower($1) and role = 'fan' and not email_verified for update`,
    values: [email],
  })
  const [fan] = rows
  if (!fan) return undefined
  await tx.query({
    name: 'release-fan-address',
    text: `with gone as (delete from auth_accounts where user_id = $1)
           update users set email = 'released-' || id || '@released.invalid', updated_at = now(),
             disabled_at = coalesce(disabled_at, now()) where id = $1`,
    values: [fan.id],
  })
  return withIsoTimes(fan)
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

/**
 * Ends all sessions of somebody, but for one, and every sign-in of theirs that waits for its second step; how many
 * sessions. Whatever ends sessions calls it: a first step that was taken before leads nowhere after. Index:
 * sessions_user_id_idx; what is to be verified lives for ten minutes, and is read as a whole.
 */
export async function endSessions(tx: Transaction, userId: string, exceptId = ''): Promise<number> {
  await tx.query({
    name: 'end-sign-in-challenges',
    text: 'delete from verifications where value = $1',
    values: [userId],
  })
  const { rowCount } = await tx.query({
    name: 'end-sessions',
    text: 'delete from sessions where user_id = $1 and id <> $2',
    values: [userId, exceptId],
  })
  return rowCount ?? 0
}

import type { ApiKeyScope, Tier } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { type WithIsoTimes, withIsoTimes } from './letters/iso-times.ts'

interface ApiKeyRow {
  keyId: string
  owner: string
  name: string
  scopes: ApiKeyScope[]
  tier: Tier
  requestsPerMinute: number | null
  createdAt: Date
  createdBy: string
  expiresAt: Date | null
  revokedAt: Date | null
  revokedBy: string | null
  replacedBy: string | null
  lastUsedAt: Date | null
}
/** A key as operators see it: never what it is checked with. Times in ISO 8601. */
export type ApiKeyEntry = WithIsoTimes<ApiKeyRow>

const columns = `key_id as "keyId", owner, name, scopes, tier, requests_per_minute as "requestsPerMinute",
  created_at as "createdAt", created_by as "createdBy", expires_at as "expiresAt", revoked_at as "revokedAt",
  revoked_by as "revokedBy", replaced_by as "replacedBy", last_used_at as "lastUsedAt"`

export interface NewApiKey {
  readonly keyId: string
  readonly owner: string
  readonly name: string
  readonly hash: Buffer
  readonly scopes: readonly ApiKeyScope[]
  readonly tier: Tier
  readonly requestsPerMinute: number | null
  readonly createdBy: string
  /** In ISO 8601; null: for good. */
  readonly expiresAt: string | null
}

export async function insertApiKey(tx: Transaction, key: NewApiKey): Promise<ApiKeyEntry> {
  const { rows } = await tx.query<ApiKeyRow>({
    name: 'insert-api-key',
    text: `insert into api_keys (key_id, owner, name, hash, scopes, tier, requests_per_minute, created_by, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz) returning ${columns}`,
    values: [
      key.keyId,
      key.owner,
      key.name,
      key.hash,
      key.scopes,
      key.tier,
      key.requestsPerMinute,
      key.createdBy,
      key.expiresAt,
    ],
  })
  return written(rows)
}

function written(rows: ApiKeyRow[]): ApiKeyEntry {
  const [row] = rows
  if (!row) throw new Error('the API key was not written')
  return withIsoTimes(row)
}

/** What a key is checked by. Times in milliseconds since 1970. */
export interface ApiKeyCheck {
  readonly keyId: string
  readonly owner: string
  readonly hash: Buffer
  readonly scopes: ApiKeyScope[]
  readonly tier: Tier
  readonly requestsPerMinute: number | null
  readonly expiresAtMs: number | null
  readonly isRevoked: boolean
}

/** Those of these keys that there are. Index: api_keys_pkey. */
export async function findApiKeys(
  { pool }: Pick<Database, 'pool'>,
  keyIds: readonly string[],
): Promise<ApiKeyCheck[]> {
  const { rows } = await pool.query<ApiKeyCheck>({
    name: 'find-api-keys',
    text: `select key_id as "keyId", owner, hash, scopes, tier, requests_per_minute as "requestsPerMinute",
             extract(epoch from expires_at)::float8 * 1000 as "expiresAtMs", revoked_at is not null as "isRevoked"
           from api_keys where key_id = any($1::text[])`,
    values: [keyIds],
  })
  return rows
}

/** Holds a key for a change. Index: api_keys_pkey. */
export async function lockApiKey(tx: Transaction, keyId: string): Promise<ApiKeyEntry | undefined> {
  const { rows } = await tx.query<ApiKeyRow>({
    name: 'lock-api-key',
    text: `select ${columns} from api_keys where key_id = $1 for update`,
    values: [keyId],
  })
  return rows[0] && withIsoTimes(rows[0])
}

/** Another has taken its place; it ends after so many seconds, unless it would end sooner. Index: api_keys_pkey. */
export async function retireApiKey(
  tx: Transaction,
  { keyId, replacedBy, afterSeconds }: { readonly keyId: string; replacedBy: string; afterSeconds: number },
): Promise<ApiKeyEntry> {
  const { rows } = await tx.query<ApiKeyRow>({
    name: 'retire-api-key',
    text: `update api_keys set replaced_by = $2, expires_at = least(expires_at, now() + $3::int * interval '1 s')
           where key_id = $1 returning ${columns}`,
    values: [keyId, replacedBy, afterSeconds],
  })
  return written(rows)
}

/** Index: api_keys_pkey. */
export async function endApiKey(tx: Transaction, keyId: string, by: string): Promise<ApiKeyEntry> {
  const { rows } = await tx.query<ApiKeyRow>({
    name: 'end-api-key',
    text: `update api_keys set revoked_at = now(), revoked_by = $2 where key_id = $1 returning ${columns}`,
    values: [keyId, by],
  })
  return written(rows)
}

/** Notes that these keys were used, for each at most once a minute, whichever gateways saw it. Index: api_keys_pkey. */
export async function touchApiKeys(
  { pool }: Pick<Database, 'pool'>,
  keyIds: readonly string[],
): Promise<void> {
  await pool.query({
    name: 'touch-api-keys',
    text: `update api_keys set last_used_at = now() where key_id = any($1::text[])
             and (last_used_at is null or last_used_at < now() - interval '55 s')`,
    values: [keyIds],
  })
}

export interface ApiKeyPage {
  readonly owner?: string | undefined
  /** Where the page before ended. */
  readonly after?: { readonly createdAt: string; readonly keyId: string } | undefined
  readonly limit: number
}

/** The newest first. Index: api_keys_owner_created_at_idx where an owner is given. */
export async function listApiKeys(
  { pool }: Pick<Database, 'pool'>,
  { owner, after, limit }: ApiKeyPage,
): Promise<ApiKeyEntry[]> {
  const { rows } = await pool.query<ApiKeyRow>({
    name: 'list-api-keys',
    text: `select ${columns} from api_keys
           where ($1::text is null or owner = $1)
             and ($2::timestamptz is null or (created_at, key_id) < ($2::timestamptz, $3))
           order by created_at desc, key_id desc limit $4`,
    values: [owner ?? null, after?.createdAt ?? null, after?.keyId ?? null, limit],
  })
  return rows.map(withIsoTimes)
}

import type { Database, Transaction } from '../database.ts'
import { type WithIsoTimes, withIsoTimes } from './letters/iso-times.ts'

interface PartnerGrantRow {
  id: string
  partner: string
  pattern: string
  createdAt: Date
  createdBy: string
  expiresAt: Date | null
  revokedAt: Date | null
  revokedBy: string | null
}
/** Times in ISO 8601. */
export type PartnerGrantEntry = WithIsoTimes<PartnerGrantRow>

const columns = `id, partner, pattern, created_at as "createdAt", created_by as "createdBy",
  expires_at as "expiresAt", revoked_at as "revokedAt", revoked_by as "revokedBy"`
const isInForce = 'revoked_at is null and (expires_at is null or expires_at > now())'

/** One grant is made at a time, so that none is made twice and none past the bounds. */
const grantLock = 727_206

export interface GrantsInForce {
  /** The same partner's same pattern; null where it is not granted. */
  readonly sameId: string | null
  readonly ofPartner: number
  readonly wildcardsOfPartner: number
  readonly all: number
}

/** What is in force, while nobody else makes a grant. Index: partner_grants_revoked_at_partner_idx. */
export async function lockGrantsInForce(
  tx: Transaction,
  { partner, pattern }: { readonly partner: string; readonly pattern: string },
): Promise<GrantsInForce> {
  await tx.query({ name: 'lock-grants', text: 'select pg_advisory_xact_lock($1)', values: [grantLock] })
  const { rows } = await tx.query<GrantsInForce>({
    name: 'count-grants-in-force',
    text: `select (min(id) filter (where partner = $1 and pattern = $2))::text as "sameId",
             (count(*) filter (where partner = $1))::int as "ofPartner",
             (count(*) filter (where partner = $1 and strpos(pattern, '*') > 0))::int as "wildcardsOfPartner",
             count(*)::int as "all"
           from partner_grants where ${isInForce}`,
    values: [partner, pattern],
  })
  return rows[0] ?? { sameId: null, ofPartner: 0, wildcardsOfPartner: 0, all: 0 }
}

export interface NewPartnerGrant {
  readonly partner: string
  readonly pattern: string
  readonly createdBy: string
  /** In ISO 8601; null: until it is revoked. */
  readonly expiresAt: string | null
}

export async function insertPartnerGrant(
  tx: Transaction,
  { partner, pattern, createdBy, expiresAt }: NewPartnerGrant,
): Promise<PartnerGrantEntry> {
  const { rows } = await tx.query<PartnerGrantRow>({
    name: 'insert-partner-grant',
    text: `insert into partner_grants (partner, pattern, created_by, expires_at)
           values ($1, $2, $3, $4::timestamptz) returning ${columns}`,
    values: [partner, pattern, createdBy, expiresAt],
  })
  return written(rows)
}

function written(rows: PartnerGrantRow[]): PartnerGrantEntry {
  const [row] = rows
  if (!row) throw new Error('the grant was not written')
  return withIsoTimes(row)
}

/** Locks a grant for a change. Index: partner_grants_pkey. */
export async function lockPartnerGrant(tx: Transaction, id: string): Promise<PartnerGrantEntry | undefined> {
  const { rows } = await tx.query<PartnerGrantRow>({
    name: 'lock-partner-grant',
    text: `select ${columns} from partner_grants where id = $1 for update`,
    values: [id],
  })
  return rows[0] && withIsoTimes(rows[0])
}

/** Index: partner_grants_pkey. */
export async function endPartnerGrant(tx: Transaction, id: string, by: string): Promise<PartnerGrantEntry> {
  const { rows } = await tx.query<PartnerGrantRow>({
    name: 'end-partner-grant',
    text: `update partner_grants set revoked_at = now(), revoked_by = $2 where id = $1 returning ${columns}`,
    values: [id, by],
  })
  return written(rows)
}

export interface PartnerGrantPage {
  readonly partner?: string | undefined
  readonly inForceOnly: boolean
  /** The last id of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** The newest first. Indexes: partner_grants_partner_id_idx where a partner is given, else partner_grants_pkey. */
export async function listPartnerGrants(
  { pool }: Pick<Database, 'pool'>,
  { partner, inForceOnly, after, limit }: PartnerGrantPage,
): Promise<PartnerGrantEntry[]> {
  const { rows } = await pool.query<PartnerGrantRow>({
    name: 'list-partner-grants',
    text: `select ${columns} from partner_grants
           where ($1::text is null or partner = $1) and ($2::bigint is null or id < $2)
             and (not $3::bool or (${isInForce}))
           order by id desc limit $4`,
    values: [partner ?? null, after ?? null, inForceOnly, limit],
  })
  return rows.map(withIsoTimes)
}

export interface GrantInForce {
  readonly partner: string
  readonly pattern: string
  /** In milliseconds since 1970; null: until it is revoked. */
  readonly expiresAtMs: number | null
}

/** All that are in force, at most `limit`. Index: partner_grants_revoked_at_partner_idx. */
export async function readGrantsInForce(
  { pool }: Pick<Database, 'pool'>,
  limit: number,
): Promise<GrantInForce[]> {
  const { rows } = await pool.query<GrantInForce>({
    name: 'read-grants-in-force',
    text: `select partner, pattern, extract(epoch from expires_at)::float8 * 1000 as "expiresAtMs"
           from partner_grants where ${isInForce} order by partner, id limit $1`,
    values: [limit],
  })
  return rows
}

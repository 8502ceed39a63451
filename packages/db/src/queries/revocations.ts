import type { RevocableKind } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { type WithIsoTimes, withIsoTimes } from './letters/iso-times.ts'

interface RevocationRow {
  id: string
  kind: RevocableKind
  subject: string
  reason: string
  revokedAt: Date
  revokedBy: string
  /** Null: for good. */
  expiresAt: Date | null
}
/** What may not come in any more. Times in ISO 8601. */
export type RevocationEntry = WithIsoTimes<RevocationRow>

export interface NewRevocation {
  readonly kind: RevocableKind
  readonly subject: string
  readonly reason: string
  readonly by: string
  /** Undefined: for good. */
  readonly forSeconds: number | undefined
}

const columns = `id::text, kind, subject, reason, revoked_at as "revokedAt", revoked_by as "revokedBy",
  expires_at as "expiresAt"`

export async function insertRevocation(tx: Transaction, revocation: NewRevocation): Promise<RevocationEntry> {
  const { kind, subject, reason, by, forSeconds } = revocation
  const { rows } = await tx.query<RevocationRow>({
    name: 'insert-revocation',
    text: `insert into revocations (kind, subject, reason, revoked_at, revoked_by, expires_at)
           values ($1, $2, $3, clock_timestamp(), $4, clock_timestamp() + $5::int * interval '1 s')
           returning ${columns}`,
    values: [kind, subject, reason, by, forSeconds ?? null],
  })
  const [row] = rows
  if (!row) throw new Error('the revocation was not written')
  return withIsoTimes(row)
}

/** Ends what is in force; how many that were. Index: revocations_kind_subject_idx. */
export async function endRevocations(tx: Transaction, kind: RevocableKind, subject: string): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'end-revocations',
    text: `update revocations set expires_at = now()
           where kind = $1 and subject = $2 and (expires_at is null or expires_at > now())`,
    values: [kind, subject],
  })
  return rowCount ?? 0
}

/** Those that have long ended; nobody asks for them any more. Index: revocations_expires_at_idx. */
export async function forgetRevocations(tx: Transaction, endedForSeconds: number): Promise<void> {
  await tx.query({
    name: 'forget-revocations',
    text: `delete from revocations where expires_at < now() - $1::int * interval '1 s'`,
    values: [endedForSeconds],
  })
}

/** What a gateway needs of a revocation. Times in milliseconds since 1970. */
export interface RevocationInForce {
  readonly id: number
  readonly kind: RevocableKind
  readonly subject: string
  readonly revokedAtMs: number
  readonly expiresAtMs: number | null
}

/** Revocations in force with an id above `afterId`, the lowest first. Index: revocations_pkey. */
export async function readRevocations(
  { pool }: Pick<Database, 'pool'>,
  afterId: number,
  limit: number,
): Promise<RevocationInForce[]> {
  const { rows } = await pool.query<RevocationInForce>({
    name: 'read-revocations',
    text: `select id::float8 as id, kind, subject,
             extract(epoch from revoked_at)::float8 * 1000 as "revokedAtMs",
             extract(epoch from expires_at)::float8 * 1000 as "expiresAtMs"
           from revocations where id > $1 and (expires_at is null or expires_at > now())
           order by id limit $2`,
    values: [afterId, limit],
  })
  return rows
}

export interface RevocationPage {
  readonly kind?: RevocableKind | undefined
  readonly subject?: string | undefined
  /** Only those with a lower id. */
  readonly before?: string | undefined
  readonly limit: number
}

/** The newest first, those that have ended too. Index: revocations_pkey, or revocations_kind_subject_idx. */
export async function listRevocations(
  { pool }: Pick<Database, 'pool'>,
  { kind, subject, before, limit }: RevocationPage,
): Promise<RevocationEntry[]> {
  const { rows } = await pool.query<RevocationRow>({
    name: 'list-revocations',
    text: `select ${columns} from revocations
           where ($1::text is null or kind = $1) and ($2::text is null or subject = $2)
             and ($3::bigint is null or id < $3)
           order by revocations.id desc limit $4`,
    values: [kind ?? null, subject ?? null, before ?? null, limit],
  })
  return rows.map(withIsoTimes)
}

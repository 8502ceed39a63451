import type { Database } from '../database.ts'
import type { ChainedEntry } from './audit-trail.ts'

export interface AuditFilter {
  /** The actor's name, whole. */
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subjectKind?: string | undefined
  readonly subjectId?: string | undefined
  /** In the actor, action, subject, reason or details, in whatever case. */
  readonly text?: string | undefined
  /** Both inclusive. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

export interface AuditQuestion extends AuditFilter {
  /** Only entries before this one. */
  readonly beforeId?: string | undefined
  readonly limit: number
}

export interface AuditSearch {
  /** The newest first. */
  readonly entries: readonly ChainedEntry[]
  /** All entries from this one on were looked at; null: all there are. */
  readonly lookedDownTo: string | null
}

/** How many entries one search looks at, whatever it finds, so that what it costs is bounded: in a row, and scattered. */
export const auditLookMax = 10_000
const scatteredMax = 2_000

/** Clocks of those who write entries may differ by this much. */
const clockSkewMs = 300_000

interface EntryRow extends Omit<ChainedEntry, 'at'> {
  readonly at: Date
}

const columns = `id, at, actor_id as "actorId", actor_name as "actorName", actor_role as "actorRole", via, action,
  subject_kind as "subjectKind", subject_id as "subjectId", reason, details::text as details, prev_hash as "prevHash", hash`

const toEntry = ({ at, ...rest }: EntryRow): ChainedEntry => {
  const { looked: _, lookedDownTo: __, ...entry } = rest as Omit<EntryRow, 'at'> & Partial<Looked>
  return { ...entry, at: at.toISOString() }
}

/**
 * Finds entries, the newest first, among the 10,000 newest, or the 2,000 newest that the best of its
 * conditions leaves. Indexes:
 * audit_entries_pkey, and of the first that is given: audit_entries_subject_kind_subject_id_id_idx,
 * audit_entries_actor_name_id_idx, audit_entries_action_id_idx; audit_entries_at_idx for the ends of a time.
 */
export async function searchAudit(
  { pool }: Pick<Database, 'pool'>,
  { beforeId, limit, ...filter }: AuditQuestion,
): Promise<AuditSearch> {
  const [lowest, end] = await Promise.all([lowestId(pool, filter.from), highestId(pool, filter.to)])
  const highest = lower(end, beforeId === undefined ? undefined : BigInt(beforeId) - 1n)
  const values: unknown[] = []
  const param = (value: unknown) => `$${values.push(value)}`
  const inRange = [
    ...(lowest === undefined ? [] : [`id >= ${param(lowest.toString())}`]),
    ...(highest === undefined ? [] : [`id <= ${param(highest.toString())}`]),
  ]
  const scattered = drivenBy(filter, param)
  const lookMax = scattered.length > 0 ? scatteredMax : auditLookMax
  const { rows } = await pool.query<Partial<EntryRow> & Looked>({
    text: `with looked as materialized (
             select * from audit_entries ${where([...scattered, ...inRange])} order by id desc limit ${lookMax}),
           ends as (select count(*)::int as looked, min(looked.id) as "lookedDownTo" from looked),
           found as (
             select ${columns} from looked ${where(restOf(filter, param))} order by id desc limit ${param(limit)})
           select * from ends left join found on true order by found.id desc`,
    values,
  })
  const entries = rows.filter(isFound).map(toEntry)
  const [{ looked, lookedDownTo } = noLook] = rows
  if (entries.length === limit) return { entries, lookedDownTo: entries.at(-1)?.id ?? null }
  return { entries, lookedDownTo: looked === lookMax ? lookedDownTo : null }
}

interface Looked {
  readonly looked: number
  readonly lookedDownTo: string | null
}
const noLook: Looked = { looked: 0, lookedDownTo: null }
/** Where nothing was found one row tells how far it was looked for. */
const isFound = (row: Partial<EntryRow> & Looked): row is EntryRow & Looked => typeof row.id === 'string'

const where = (conditions: readonly string[]) =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`

const lower = (a: bigint | undefined, b: bigint | undefined) =>
  a === undefined ? b : b === undefined || a < b ? a : b

type Param = (value: unknown) => string

/** The one condition that an index serves in the order of the ids. */
function drivenBy({ subjectKind, subjectId, actor, action }: AuditFilter, param: Param): string[] {
  if (subjectKind !== undefined && subjectId !== undefined) {
    return [`subject_kind = ${param(subjectKind)}`, `subject_id = ${param(subjectId)}`]
  }
  if (actor !== undefined) return [`actor_name = ${param(actor)}`]
  return action === undefined ? [] : [`action = ${param(action)}`]
}

function restOf({ actor, action, subjectKind, subjectId, text, from, to }: AuditFilter, param: Param) {
  const equal = { actor_name: actor, action, subject_kind: subjectKind, subject_id: subjectId }
  const searched = `lower(concat_ws(' ', actor_name, action, subject_kind, subject_id, reason, details::text))`
  return [
    ...Object.entries(equal).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name} = ${param(value)}`],
    ),
    ...(text === undefined ? [] : [`strpos(${searched}, lower(${param(text)})) > 0`]),
    ...(from === undefined ? [] : [`at >= ${param(from)}`]),
    ...(to === undefined ? [] : [`at <= ${param(to)}`]),
  ]
}

/** Below it all entries are older, whoever's clock they have. Undefined: no bound. */
async function lowestId(pool: Database['pool'], from: Date | undefined): Promise<bigint | undefined> {
  if (from === undefined) return undefined
  const { rows } = await pool.query<{ id: string }>({
    name: 'audit-lowest-id',
    text: 'select id from audit_entries where at < $1 order by at desc limit 1',
    values: [new Date(from.getTime() - clockSkewMs)],
  })
  return rows[0] && BigInt(rows[0].id)
}

async function highestId(pool: Database['pool'], to: Date | undefined): Promise<bigint | undefined> {
  if (to === undefined) return undefined
  const { rows } = await pool.query<{ id: string }>({
    name: 'audit-highest-id',
    text: 'select id from audit_entries where at > $1 order by at limit 1',
    values: [new Date(to.getTime() + clockSkewMs)],
  })
  return rows[0] && BigInt(rows[0].id)
}

/** Entries in the order of their ids, as they stand. Index: audit_entries_pkey. */
export async function readAuditChain(
  { pool }: Pick<Database, 'pool'>,
  { afterId, limit }: { readonly afterId: string | null; readonly limit: number },
): Promise<ChainedEntry[]> {
  const { rows } = await pool.query<EntryRow>({
    name: 'read-audit-chain',
    text: `select ${columns} from audit_entries where id > coalesce($1::bigint, -9223372036854775808) order by id limit $2`,
    values: [afterId, limit],
  })
  return rows.map(toEntry)
}

export interface AuditHead {
  readonly id: string
  readonly at: string
  readonly hash: Uint8Array
}

/** The newest entry; undefined where nobody has done anything yet. Index: audit_entries_pkey. */
export async function readAuditHead({ pool }: Pick<Database, 'pool'>): Promise<AuditHead | undefined> {
  const { rows } = await pool.query<{ id: string; at: Date; hash: Buffer }>({
    name: 'read-audit-head',
    text: 'select id, at, hash from audit_entries order by id desc limit 1',
  })
  const [row] = rows
  return row && { ...row, at: row.at.toISOString() }
}

import type { GroupState } from '@touchline/contracts'
import type { Database, Transaction } from '../../database.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface CareRow {
  fingerprint: string
  state: GroupState
  ignoredUntil: Date | null
  resolvedAt: Date | null
  resolvedBuild: string | null
  owner: string | null
  version: number
  updatedAt: Date
  updatedBy: string
}
/** What people made of a group. */
export type GroupCare = WithIsoTimes<CareRow>

const columns = `fingerprint, state, ignored_until as "ignoredUntil", resolved_at as "resolvedAt",
  resolved_build as "resolvedBuild", owner, version, updated_at as "updatedAt", updated_by as "updatedBy"`

export interface GroupCareChange {
  readonly fingerprint: string
  /** The version that the change was made from; 0 where nobody has done anything. */
  readonly version: number
  /** Undefined: as it is. */
  readonly state?: GroupState | undefined
  /** With `ignored`: null is for good. */
  readonly ignoreForHours?: number | null | undefined
  /** Null: nobody. Undefined: as it is. */
  readonly owner?: string | null | undefined
  readonly by: string
}

/**
 * Changes what people made of a group; undefined if it was changed meanwhile. A group that is resolved remembers when,
 * and the build that its newest letter died of. Indexes: letter_groups_pkey, dead_letters_fingerprint_last_failed_at_idx.
 */
export async function changeGroupCare(
  tx: Transaction,
  change: GroupCareChange,
): Promise<GroupCare | undefined> {
  const { fingerprint, version, state, ignoreForHours, owner, by } = change
  await tx.query({
    name: 'ensure-letter-group',
    text: `insert into letter_groups (fingerprint, version, updated_by) values ($1, 0, $2) on conflict do nothing`,
    values: [fingerprint, by],
  })
  const { rows } = await tx.query<CareRow>({
    name: 'change-letter-group',
    text: `update letter_groups g set version = g.version + 1, updated_at = now(), updated_by = $3,
             state = coalesce($4::group_state, g.state),
             ignored_until = case when $4::group_state is null then g.ignored_until
               when $4 = 'ignored' then now() + $5::float8 * interval '1 hour' end,
             resolved_at = case when $4::group_state is null then g.resolved_at when $4 = 'resolved' then now() end,
             resolved_build = case when $4::group_state is null then g.resolved_build when $4 = 'resolved' then (
               select d.build from dead_letters d where d.fingerprint = g.fingerprint
               order by d.last_failed_at desc limit 1) end,
             owner = case when $6 then $7 else g.owner end
           where fingerprint = $1 and version = $2 returning ${columns}`,
    values: [
      ...[fingerprint, version, by, state ?? null, ignoreForHours ?? null],
      ...[owner !== undefined, owner ?? null],
    ],
  })
  return rows[0] && withIsoTimes(rows[0])
}

/** Whether any letter has, or had and people spoke of, this fingerprint. */
export async function groupExists(db: { readonly pool: Transaction }, fingerprint: string): Promise<boolean> {
  const { rows } = await db.pool.query<{ found: boolean }>({
    name: 'group-exists',
    text: `select exists (select from dead_letters where fingerprint = $1)
             or exists (select from letter_groups where fingerprint = $1) as found`,
    values: [fingerprint],
  })
  return rows[0]?.found ?? false
}

interface NoteRow {
  id: string
  at: Date
  by: string
  text: string
}
export type GroupNote = WithIsoTimes<NoteRow>

export async function insertGroupNote(
  tx: Transaction,
  note: { readonly fingerprint: string; readonly by: string; readonly text: string },
): Promise<GroupNote> {
  const { rows } = await tx.query<NoteRow>({
    name: 'insert-group-note',
    text: 'insert into letter_group_notes (fingerprint, by, text) values ($1, $2, $3) returning id, at, by, text',
    values: [note.fingerprint, note.by, note.text],
  })
  const [row] = rows
  if (!row) throw new Error('the note was not written')
  return withIsoTimes(row)
}

/** The newest first. Index: letter_group_notes_fingerprint_id_idx. */
export async function readGroupNotes(
  db: Pick<Database, 'pool'>,
  fingerprint: string,
  limit: number,
): Promise<GroupNote[]> {
  const { rows } = await db.pool.query<NoteRow>({
    name: 'read-group-notes',
    text: 'select id, at, by, text from letter_group_notes where fingerprint = $1 order by id desc limit $2',
    values: [fingerprint, limit],
  })
  return rows.map(withIsoTimes)
}

/** How many notes each group has; groups without notes are left out. Index: letter_group_notes_fingerprint_id_idx. */
export async function countGroupNotes(
  db: Pick<Database, 'pool'>,
  fingerprints: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.pool.query<{ fingerprint: string; notes: number }>({
    name: 'count-group-notes',
    text: `select fingerprint, count(*)::int as notes from letter_group_notes where fingerprint = any($1) group by 1`,
    values: [fingerprints],
  })
  return new Map(rows.map(row => [row.fingerprint, row.notes]))
}

import type { Database, Transaction } from '../database.ts'

export interface SavedViewRow {
  readonly id: string
  readonly userId: string
  readonly page: string
  readonly name: string
  readonly query: string
  readonly shared: boolean
}

const columns = 'id, user_id as "userId", page, name, query, shared'

/** What a person saved for a page, and what others share there, by name. Indexes: both of saved_views. */
export async function listSavedViews(
  { pool }: Pick<Database, 'pool'>,
  { userId, page, limit }: { readonly userId: string; readonly page: string; readonly limit: number },
): Promise<SavedViewRow[]> {
  const { rows } = await pool.query<SavedViewRow>({
    name: 'list-saved-views',
    text: `select ${columns} from (
             (select * from saved_views where user_id = $1 and page = $2 limit $3)
             union
             (select * from saved_views where page = $2 and shared order by id limit $3)) v
           order by (user_id = $1) desc, lower(name), id limit $3`,
    values: [userId, page, limit],
  })
  return rows
}

/** How many a person has, counted alone: another save of the same person waits. Index: saved_views_user_id_page_name_key. */
export async function countSavedViews(tx: Transaction, userId: string): Promise<number> {
  await tx.query({
    name: 'lock-saved-views',
    text: 'select pg_advisory_xact_lock(727203, hashtext($1))',
    values: [userId],
  })
  const { rows } = await tx.query<{ n: number }>({
    name: 'count-saved-views',
    text: 'select count(*)::int as n from saved_views where user_id = $1',
    values: [userId],
  })
  return rows[0]?.n ?? 0
}

export async function findSavedView(
  tx: Transaction,
  { userId, page, name }: Pick<SavedViewRow, 'userId' | 'page' | 'name'>,
): Promise<SavedViewRow | undefined> {
  const { rows } = await tx.query<SavedViewRow>({
    name: 'find-saved-view',
    text: `select ${columns} from saved_views where user_id = $1 and page = $2 and name = $3`,
    values: [userId, page, name],
  })
  return rows[0]
}

/** Replaces the view of the same person, page and name. Index: saved_views_user_id_page_name_key. */
export async function putSavedView(tx: Transaction, view: Omit<SavedViewRow, 'id'>): Promise<SavedViewRow> {
  const { rows } = await tx.query<SavedViewRow>({
    name: 'put-saved-view',
    text: `insert into saved_views (user_id, page, name, query, shared) values ($1, $2, $3, $4, $5)
           on conflict (user_id, page, name) do update set query = excluded.query, shared = excluded.shared
           returning ${columns}`,
    values: [view.userId, view.page, view.name, view.query, view.shared],
  })
  const [row] = rows
  if (!row) throw new Error('the view was not written')
  return row
}

/** Removes a person's own view. Undefined where it is not theirs, or not there. Index: saved_views_pkey. */
export async function removeSavedView(
  tx: Transaction,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<SavedViewRow | undefined> {
  const { rows } = await tx.query<SavedViewRow>({
    name: 'remove-saved-view',
    text: `delete from saved_views where id = $1 and user_id = $2 returning ${columns}`,
    values: [id, userId],
  })
  return rows[0]
}

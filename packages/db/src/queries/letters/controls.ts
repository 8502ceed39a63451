import type { Transaction } from '../../database.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface ControlRow {
  value: unknown
  updatedAt: Date
  updatedBy: string
}
/** What operators set, when and by whom. */
export type ControlEntry = WithIsoTimes<ControlRow>

/** Undefined where nobody has set it. Index: controls_pkey. */
export async function getControl(
  db: { readonly pool: Transaction },
  name: string,
): Promise<ControlEntry | undefined> {
  const { rows } = await db.pool.query<ControlRow>({
    name: 'get-control',
    text: 'select value, updated_at as "updatedAt", updated_by as "updatedBy" from controls where name = $1',
    values: [name],
  })
  return rows[0] && withIsoTimes(rows[0])
}

/** Replaces what was set before. Index: controls_pkey. */
export async function setControl(
  tx: Transaction,
  { name, value, by }: { readonly name: string; readonly value: unknown; readonly by: string },
): Promise<ControlEntry> {
  const { rows } = await tx.query<ControlRow>({
    name: 'set-control',
    text: `insert into controls (name, value, updated_at, updated_by) values ($1, $2::jsonb, now(), $3)
           on conflict (name) do update set value = excluded.value, updated_at = now(), updated_by = excluded.updated_by
           returning value, updated_at as "updatedAt", updated_by as "updatedBy"`,
    values: [name, JSON.stringify(value), by],
  })
  const [row] = rows
  if (!row) throw new Error(`the control ${name} was not written`)
  return withIsoTimes(row)
}

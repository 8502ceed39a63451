import type { Database } from '../database.ts'

/** The id of the system that this database belongs to, made when first asked for. Index: system_identity_pkey. */
export async function readSystemId(database: Pick<Database, 'pool'>): Promise<string> {
  const known = await find(database)
  if (known !== undefined) return known
  await database.pool.query(
    'insert into system_identity (id) values (gen_random_uuid()) on conflict do nothing',
  )
  const made = await find(database)
  if (made === undefined) throw new Error('the database keeps no system id')
  return made
}

async function find({ pool }: Pick<Database, 'pool'>): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>('select id from system_identity where singleton')
  return rows[0]?.id
}

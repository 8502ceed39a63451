import { type Database, findPersonByEmail, inTransaction, lockAdmins } from '@touchline/db'
import { atCommandLine } from '../actor.ts'
import { invitePerson } from './invite.ts'

/** How it stands with the admin who lets all others in. */
export type FirstAdmin =
  /** Made just now. */
  | { readonly kind: 'made'; readonly email: string; readonly oneTimePassword: string }
  /** The one-time password was not changed yet; it can't be shown again. */
  | { readonly kind: 'waiting'; readonly email: string }
  | { readonly kind: 'present' }
  /** There is no admin, and the address belongs to somebody who is none: another one has to be set. */
  | { readonly kind: 'taken'; readonly email: string }

/** Makes an admin where there is none that can sign in. Two processes that start together make one. */
export async function ensureFirstAdmin(database: Database, email: string): Promise<FirstAdmin> {
  if (await hasAdmin(database)) return standing(database, email)
  const made = await invitePerson(
    database,
    { email, name: 'First admin', role: 'admin', reason: 'there was no admin' },
    atCommandLine('start'),
  )
  if (made.ok) return { kind: 'made', email, oneTimePassword: made.value.oneTimePassword }
  return (await hasAdmin(database)) ? standing(database, email) : { kind: 'taken', email }
}

const hasAdmin = async ({ pool }: Database): Promise<boolean> =>
  (await inTransaction(pool, lockAdmins)).length > 0

async function standing(database: Database, email: string): Promise<FirstAdmin> {
  const person = await findPersonByEmail(database.pool, email)
  if (person?.role === 'admin' && person.mustChangePassword) return { kind: 'waiting', email: person.email }
  return { kind: 'present' }
}

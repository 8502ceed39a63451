import { type Database, findPersonByEmail, type PersonEntry } from '@touchline/db'
import { failed, type Outcome, succeeded } from '../outcome.ts'

/** Whose address this is. */
export async function findPerson(
  { pool }: Database,
  email: string,
): Promise<Outcome<PersonEntry, 'person-not-found'>> {
  const person = await findPersonByEmail(pool, email)
  return person ? succeeded(person) : failed('person-not-found')
}

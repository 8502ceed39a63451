import { changePerson, type Database, endRevocations, endSessions, type PersonEntry } from '@touchline/db'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'
import { type ChangeRefusal, change } from './change.ts'
import type { PersonInput } from './person-input.ts'

/** Lets somebody in again who was disabled; they sign in anew. */
export function enablePerson(
  database: Database,
  input: PersonInput,
  actor: Actor,
): Promise<Outcome<PersonEntry, ChangeRefusal>> {
  return change(
    database,
    { input, actor },
    {
      action: 'person.enable',
      apply: async (tx, person) => {
        if (person.disabledAt === null) return undefined
        await endSessions(tx, person.id)
        if (person.role === 'fan') await endRevocations(tx, 'fan', person.id)
        return changePerson(tx, person.id, { disabled: false })
      },
    },
  )
}

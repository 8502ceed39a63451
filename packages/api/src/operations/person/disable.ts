import { changePerson, type Database, type PersonEntry } from '@touchline/db'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'
import { type ChangeRefusal, change, endAllSessions } from './change.ts'
import type { PersonInput } from './person-input.ts'

/** Keeps somebody out, and ends their sessions at once. */
export function disablePerson(
  database: Database,
  input: PersonInput,
  actor: Actor,
): Promise<Outcome<PersonEntry, ChangeRefusal>> {
  return change(
    database,
    { input, actor },
    {
      action: 'person.disable',
      mayCostAnAdmin: true,
      apply: async (tx, person) => {
        if (person.disabledAt !== null) return undefined
        await endAllSessions(tx, person, { reason: input.reason, by: actor.name, forSeconds: undefined })
        return changePerson(tx, person.id, { disabled: true })
      },
    },
  )
}

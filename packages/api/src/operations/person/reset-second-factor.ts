import { type Database, endSessions, type PersonEntry, removeSecondFactor } from '@touchline/db'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'
import { type ChangeRefusal, change } from './change.ts'
import type { PersonInput } from './person-input.ts'

/** For somebody who lost their authenticator: they enrol anew at the next sign-in. Ends their sessions. */
export function resetSecondFactor(
  database: Database,
  input: PersonInput,
  actor: Actor,
): Promise<Outcome<PersonEntry, ChangeRefusal>> {
  return change(
    database,
    { input, actor },
    {
      action: 'person.resetSecondFactor',
      apply: async (tx, person) => {
        if (!person.twoFactorEnabled) return undefined
        await removeSecondFactor(tx, person.id)
        await endSessions(tx, person.id)
        return { ...person, twoFactorEnabled: false }
      },
    },
  )
}

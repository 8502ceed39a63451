import { fanTokenMaxSeconds } from '@touchline/contracts'
import { changePerson, type Database, setPasswordHash } from '@touchline/db'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'
import { type ChangeRefusal, change, endAllSessions } from './change.ts'
import type { InvitedPerson } from './invite.ts'
import { newOneTimePassword } from './one-time-password.ts'
import type { PersonInput } from './person-input.ts'

/** Gives somebody a one-time password in place of theirs, and ends their sessions. */
export async function resetPassword(
  database: Database,
  input: PersonInput,
  actor: Actor,
): Promise<Outcome<InvitedPerson, ChangeRefusal>> {
  const { text, hash } = await newOneTimePassword()
  return change(
    database,
    { input, actor },
    {
      action: 'person.resetPassword',
      apply: async (tx, person) => {
        await setPasswordHash(tx, person.id, hash)
        const forSeconds = fanTokenMaxSeconds + 60
        await endAllSessions(tx, person, { reason: 'password reset', by: actor.name, forSeconds })
        const mustChangePassword = person.role !== 'fan'
        return { person: await changePerson(tx, person.id, { mustChangePassword }), oneTimePassword: text }
      },
    },
  )
}

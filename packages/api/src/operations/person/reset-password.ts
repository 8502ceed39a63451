import { fanTokenMaxSeconds } from '@touchline/contracts'
import { type Database, setOneTimePassword } from '@touchline/db'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'
import { type ChangeRefusal, change, endAllSessions } from './change.ts'
import type { InvitedPerson } from './invite.ts'
import { newOneTimePassword } from './one-time-password.ts'
import type { PersonInput } from './person-input.ts'

/** Gives somebody a one-time password in place of theirs, good for one sign-in within a day, and ends their sessions. */
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
        const forSeconds = fanTokenMaxSeconds + 60
        await endAllSessions(tx, person, { reason: 'password reset', by: actor.name, forSeconds })
        return { person: await setOneTimePassword(tx, person.id, hash), oneTimePassword: text }
      },
    },
  )
}

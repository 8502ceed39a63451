import { fanTokenMaxSeconds, plainText } from '@touchline/contracts'
import {
  type Database,
  insertPerson,
  inTransaction,
  type PersonEntry,
  releaseFanAddress,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { endAllSessions } from './change.ts'
import { newOneTimePassword } from './one-time-password.ts'
import { emailSchema, reasonSchema, roleSchema } from './person-input.ts'

export const invitePersonInput = z.object({
  email: emailSchema,
  /** Default: what stands before the @. */
  name: plainText(128).optional(),
  role: roleSchema,
  reason: reasonSchema.optional(),
})

export interface InvitedPerson {
  readonly person: PersonEntry
  /** Nowhere stored and never shown again: good for one sign-in within a day, at which it has to be changed. */
  readonly oneTimePassword: string
}

/** Makes an operator with a one-time password. A fan's unproven claim on the address gives way, and ends. */
export async function invitePerson(
  database: Database,
  { email, name = email.split('@')[0] ?? email, role, reason }: z.output<typeof invitePersonInput>,
  actor: Actor,
): Promise<Outcome<InvitedPerson, 'address-taken'>> {
  const { text, hash } = await newOneTimePassword()
  return inTransaction(database.pool, async tx => {
    const claim = await releaseFanAddress(tx, email)
    if (claim) {
      const forSeconds = fanTokenMaxSeconds + 60
      await endAllSessions(tx, claim, { reason: 'address released', by: actor.name, forSeconds })
    }
    const person = await insertPerson(tx, { email, name, role, passwordHash: hash })
    if (!person) return failed('address-taken')
    await audit(tx, actor, {
      ...{ action: 'person.invite', subject: { kind: 'person', id: person.id }, reason },
      details: { email, role, ...(claim && { releasedFan: claim.id }) },
    })
    return succeeded({ person, oneTimePassword: text })
  })
}

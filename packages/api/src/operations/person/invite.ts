import { plainText } from '@touchline/contracts'
import { type Database, insertPerson, inTransaction, type PersonEntry } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
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
  /** It is nowhere stored and can't be shown again; it has to be changed at the first sign-in. */
  readonly oneTimePassword: string
}

/** Makes an operator with a one-time password. */
export async function invitePerson(
  database: Database,
  { email, name = email.split('@')[0] ?? email, role, reason }: z.output<typeof invitePersonInput>,
  actor: Actor,
): Promise<Outcome<InvitedPerson, 'address-taken'>> {
  const { text, hash } = await newOneTimePassword()
  return inTransaction(database.pool, async tx => {
    const person = await insertPerson(tx, { email, name, role, passwordHash: hash })
    if (!person) return failed('address-taken')
    await audit(tx, actor, {
      ...{ action: 'person.invite', subject: { kind: 'person', id: person.id }, reason },
      details: { email, role },
    })
    return succeeded({ person, oneTimePassword: text })
  })
}

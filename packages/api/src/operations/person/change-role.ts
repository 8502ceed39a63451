import { changePerson, type Database, endSessions, type PersonEntry } from '@touchline/db'
import type { z } from 'zod'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'
import { type ChangeRefusal, change } from './change.ts'
import { personInput, roleSchema } from './person-input.ts'

export const changeRoleInput = personInput.extend({ role: roleSchema })

/** Gives an operator another role; they sign in again. A fan becomes no operator: invite them. */
export function changeRole(
  database: Database,
  { role, ...input }: z.output<typeof changeRoleInput>,
  actor: Actor,
): Promise<Outcome<PersonEntry, ChangeRefusal>> {
  return change(
    database,
    { input, actor },
    {
      action: 'person.changeRole',
      mayCostAnAdmin: role !== 'admin',
      apply: async (tx, person) => {
        if (person.role === 'fan' || person.role === role) return undefined
        await endSessions(tx, person.id)
        return changePerson(tx, person.id, { role })
      },
      details: ({ role: before }) => ({ before, after: role }),
    },
  )
}

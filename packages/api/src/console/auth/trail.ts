import { isRole, type Role } from '@touchline/contracts'
import { type Database, inTransaction, type Transaction } from '@touchline/db'
import { type Actor, audit } from '../../operations/actor.ts'

export interface Someone {
  readonly id: string
  readonly email: string
  readonly role: Role | 'fan'
}

/** Who tried has not shown who they are. */
const atTheDoor: Actor = { id: 'door', name: 'somebody at the door', role: 'viewer', via: 'system' }

export type DoorAction =
  | 'session.sign-in'
  | 'session.sign-in-failed'
  | 'session.sign-out'
  | 'session.end-all'
  | 'session.second-factor-failed'
  | 'session.second-factor-enrolled'
  | 'session.password-changed'

/** Writes down what an operator did at the door, with what else belongs to it; what fans do there is not kept. */
export async function note(
  database: Database,
  { id, email, role }: Someone,
  { action, details, also }: NoteOptions,
): Promise<void> {
  if (!isRole(role) && !also) return
  const isFailure = action.endsWith('-failed')
  const actor: Actor = isRole(role) && !isFailure ? { id, name: email, role, via: 'console' } : atTheDoor
  await inTransaction(database.pool, async tx => {
    await also?.(tx)
    if (isRole(role))
      await audit(tx, actor, { action, subject: { kind: 'person', id }, details: { ...details, email } })
  })
}

/** Writes down a change that may turn out not to be possible, with the change; undoes both where it says so. */
export async function noteIf(
  database: Database,
  person: Someone,
  { also, ...options }: NoteOptions & { readonly also: (tx: Transaction) => Promise<boolean> },
): Promise<boolean> {
  try {
    await note(database, person, {
      ...options,
      also: async tx => {
        if (!(await also(tx))) throw new NotPossible()
      },
    })
    return true
  } catch (error) {
    if (error instanceof NotPossible) return false
    throw error
  }
}

class NotPossible extends Error {}

interface NoteOptions {
  readonly action: DoorAction
  readonly details?: Readonly<Record<string, unknown>>
  /** Done in the same transaction. */
  readonly also?: (tx: Transaction) => Promise<unknown>
}

import {
  type Database,
  endSessions,
  insertRevocation,
  inTransaction,
  lockAdmins,
  lockPerson,
  type PersonEntry,
  type Transaction,
} from '@touchline/db'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import type { PersonInput } from './person-input.ts'

export type ChangeRefusal = 'person-not-found' | 'not-yourself' | 'last-admin' | 'state-conflict'

export interface Change<T> {
  readonly action: `person.${string}`
  /** Whether an admin may be one no more after it. */
  readonly mayCostAnAdmin?: boolean
  /** Undefined where the person's state does not allow it. */
  apply(tx: Transaction, person: PersonEntry): Promise<T | undefined>
  /** What else to write down; never a password. */
  details?(person: PersonEntry): Readonly<Record<string, unknown>>
}

/**
 * Changes somebody, and writes it down, in one transaction. Nobody changes themselves, and the last admin who can sign
 * in stays: admins are held before the person is, so that two changes can't cost the last two together.
 */
export async function change<T>(
  database: Database,
  { input: { id, reason }, actor }: { readonly input: PersonInput; readonly actor: Actor },
  { action, mayCostAnAdmin = false, apply, details }: Change<T>,
): Promise<Outcome<T, ChangeRefusal>> {
  if (id === actor.id) return failed('not-yourself')
  return inTransaction(database.pool, async tx => {
    const admins = await lockAdmins(tx)
    const person = await lockPerson(tx, id)
    if (!person) return failed('person-not-found')
    if (mayCostAnAdmin && admins.length === 1 && admins[0] === id) return failed('last-admin')
    const value = await apply(tx, person)
    if (value === undefined) return failed('state-conflict')
    await audit(tx, actor, {
      ...{ action, subject: { kind: 'person', id }, reason },
      details: { email: person.email, ...details?.(person) },
    })
    return succeeded(value)
  })
}

interface Ending {
  readonly reason: string
  readonly by: string
  /** Undefined: until it is lifted. */
  readonly forSeconds: number | undefined
}

/** Ends all sessions of somebody at once; a fan's sockets are closed too, and their tokens refused. */
export async function endAllSessions(tx: Transaction, person: PersonEntry, ending: Ending): Promise<void> {
  await endSessions(tx, person.id)
  const { reason, by, forSeconds } = ending
  if (person.role !== 'fan') return
  await insertRevocation(tx, {
    ...{ kind: 'fan', subject: person.id, by, forSeconds },
    reason: reason.slice(0, 200),
  })
}

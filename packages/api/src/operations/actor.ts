import type { Role } from '@touchline/contracts'
import { appendAudit, type Transaction } from '@touchline/db'

/** Who changes something, and by which way. */
export interface Actor {
  readonly id: string
  /** The e-mail address, or the name of the machine's user. */
  readonly name: string
  readonly role: Role
  readonly via: 'console' | 'cli' | 'system'
}

/** Somebody at this machine's command line, who may do all that the machine may. */
export const atCommandLine = (name: string): Actor => ({
  id: `cli:${name}`.slice(0, 64),
  name,
  role: 'admin',
  via: 'cli',
})

export interface Audited {
  /** Such as `replay.create`. */
  readonly action: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly reason?: string | undefined
  /** What else to know; never a secret, and never a payload's sensitive fields. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** Writes down what somebody does, in the transaction that does it; as its last statement. */
export async function audit(
  tx: Transaction,
  actor: Actor,
  { action, subject, reason = '', details = {} }: Audited,
): Promise<void> {
  await appendAudit(tx, {
    actorId: actor.id,
    actorName: actor.name,
    actorRole: actor.role,
    via: actor.via,
    action,
    subjectKind: subject.kind,
    subjectId: subject.id,
    reason,
    details,
  })
}

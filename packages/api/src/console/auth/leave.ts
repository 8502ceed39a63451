import { fanTokenMaxSeconds } from '@touchline/contracts'
import { type Database, endSession, endSessions, insertRevocation, type Transaction } from '@touchline/db'
import { type DoorAction, note } from './trail.ts'
import type { Found } from './visitor.ts'

/** By then every token from before has ended. */
const tokensSeconds = fanTokenMaxSeconds + 60

/** Ends one session: a fan's sockets are closed with it. */
export function leave(database: Database, found: Found): Promise<void> {
  return end(database, found, { action: 'session.sign-out', all: false })
}

/** Ends all sessions of somebody, on whichever device. */
export function leaveEverywhere(database: Database, found: Found): Promise<void> {
  return end(database, found, { action: 'session.end-all', all: true })
}

function end(
  database: Database,
  found: Found,
  { action, all }: { readonly action: DoorAction; readonly all: boolean },
): Promise<void> {
  const { userId: id, email, role, sessionId } = found
  const also = async (tx: Transaction) => {
    if (all) await endSessions(tx, id)
    else await endSession(tx, sessionId)
    if (role === 'fan') await revokeTokens(tx, found, { all, reason: 'signed out' })
  }
  return note(database, { id, email, role }, { action, also })
}

/** Tokens that a fan has from before are refused, and the sockets closed that came in by them. */
export async function revokeTokens(
  tx: Transaction,
  { userId, sessionId, email }: Pick<Found, 'userId' | 'sessionId' | 'email'>,
  { all, reason }: { readonly all: boolean; readonly reason: string },
): Promise<void> {
  await insertRevocation(tx, {
    ...(all ? { kind: 'fan', subject: userId } : { kind: 'session', subject: sessionId }),
    ...{ reason, by: email.slice(0, 128), forSeconds: tokensSeconds },
  })
}

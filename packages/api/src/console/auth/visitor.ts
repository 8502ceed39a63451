import { isRole, type Role, rolesWithSecondFactor, type Tier, tierSchema } from '@touchline/contracts'
import { type Database, endSession, noteSessionUse } from '@touchline/db'
import { operatorIdleSeconds, sessionIdleSeconds, type Visitor } from './auth-options.ts'
import type { Engine } from './engine.ts'

/** A request's session and whose it is; undefined where it has none that counts. */
export interface Found {
  readonly sessionId: string
  readonly userId: string
  readonly email: string
  readonly role: Role | 'fan'
  readonly tier: Tier
  readonly twoFactorEnabled: boolean
  readonly mustChangePassword: boolean
}

/** How old a note of the last use may get before it is written again. */
const notedAfterMs = 60_000
/** A page that only refreshes itself, with nobody at it, says so; that keeps no session alive. */
export const idleHeader = 'x-touchline-idle'

export async function findSession(
  engine: Engine,
  database: Database,
  headers: Headers,
): Promise<Found | undefined> {
  const found = await engine.api.getSession({
    headers,
    query: { disableRefresh: true, disableCookieCache: true },
  })
  if (!found || found.user.disabledAt) return undefined
  const { session, user } = found
  const role = isRole(user.role) ? user.role : 'fan'
  const unusedMs = Date.now() - session.updatedAt.getTime()
  const mayRestSeconds = role === 'fan' ? sessionIdleSeconds : operatorIdleSeconds
  if (unusedMs > mayRestSeconds * 1_000) {
    await endSession(database.pool, session.id)
    return undefined
  }
  if (unusedMs > notedAfterMs && headers.get(idleHeader) === null) await noteSessionUse(database, session.id)
  return {
    sessionId: session.id,
    userId: user.id,
    email: user.email,
    role,
    tier: tierSchema.catch('free').parse(user.tier),
    twoFactorEnabled: user.twoFactorEnabled === true,
    mustChangePassword: user.mustChangePassword === true,
  }
}

export function visitorFor(found: Found | undefined): Visitor {
  if (!found) return { kind: 'nobody' }
  const { sessionId, userId, email, role } = found
  if (role === 'fan') return { kind: 'fan', userId, email, sessionId }
  const next = nextStepOf(found)
  if (next) return { kind: 'unready', userId, email, role, next }
  return { kind: 'operator', operator: { id: userId, name: email, role, via: 'console' }, sessionId }
}

function nextStepOf({ role, mustChangePassword, twoFactorEnabled }: Found) {
  if (mustChangePassword) return 'change-password'
  return rolesWithSecondFactor.some(one => one === role) && !twoFactorEnabled ? 'enrol' : undefined
}

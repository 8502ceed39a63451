import { confirmSecondFactor, findNewSecondFactor, renewSessionToken } from '@touchline/db'
import { refused } from '../answers.ts'
import type { Door, Visit } from '../door.ts'
import { newSessionToken, sessionCookieFor } from '../session-cookie.ts'
import { showsCode } from '../totp-code.ts'
import { noteIf } from '../trail.ts'
import type { Found } from '../visitor.ts'
import { enrolLimits } from './limits.ts'
import { answeredStep, stepAfter } from './next-step.ts'

/** The end of enrolling: a code shows that the app has the secret. What that means happens as a whole, or not at all. */
export async function enrolled(
  door: Door,
  { input }: Visit<{ readonly code: string }>,
  found: Found,
): Promise<Response> {
  if (found.twoFactorEnabled) return refused('state-conflict')
  const retryAfterSeconds = await door.attempts.take(enrolLimits(found.sessionId))
  if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
  const factor = await findNewSecondFactor(door.database, found.userId)
  if (!factor) return refused('state-conflict')
  if (!(await showsCode(door.engine, factor.secret, input.code))) return refused('wrong-code')
  const token = newSessionToken()
  const person = { id: found.userId, email: found.email, role: found.role }
  const isDone = await noteIf(door.database, person, {
    action: 'session.second-factor-enrolled',
    also: async tx => {
      if (!(await confirmSecondFactor(tx, found.userId, factor))) return false
      return renewSessionToken(tx, found.sessionId, token)
    },
  })
  if (!isDone) return refused('sign-in-again')
  const cookies = [await sessionCookieFor(door.engine, token)]
  return answeredStep(stepAfter({ ...found, twoFactorEnabled: true }), cookies)
}

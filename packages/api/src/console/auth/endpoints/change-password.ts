import {
  changePerson,
  endSessions,
  findPasswordHash,
  renewSessionToken,
  replacePasswordHash,
} from '@touchline/db'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { refused } from '../answers.ts'
import { askerOf, type Door, endpoint, inTurn } from '../door.ts'
import { revokeTokens } from '../leave.ts'
import { newSessionToken, sessionCookieFor } from '../session-cookie.ts'
import { noteIf } from '../trail.ts'
import type { Found } from '../visitor.ts'
import { passwordLimits } from './limits.ts'
import { answeredStep, stepAfter } from './next-step.ts'
import { newPassword, password } from './person-input.ts'

/** Sets another password, and ends all other sessions of the person. */
export const changePassword = endpoint({
  input: z
    .strictObject({ currentPassword: password, newPassword })
    .refine(({ currentPassword, newPassword }) => currentPassword !== newPassword, {
      path: ['newPassword'],
      message: 'must be another than before',
    }),
  answer: async (door, visit) => {
    const { found, input } = visit
    if (!found) return refused('sign-in-again')
    const limits = passwordLimits(found.sessionId)
    return inTurn(door, askerOf(found), async () => {
      const retryAfterSeconds = await door.attempts.take(limits)
      if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
      const from = await findPasswordHash(door.database, found.userId)
      if (from === undefined || !(await verifyPassword({ hash: from, password: input.currentPassword })))
        return refused('wrong-credentials')
      const to = await hashPassword(input.newPassword)
      const token = newSessionToken()
      if (!(await replace(door, found, { from, to, token }))) return refused('sign-in-again')
      await door.attempts.forget(limits)
      const session = await sessionCookieFor(door.engine, token)
      const cookies = [session, door.devices.remember(visit.headers, found.userId)]
      return answeredStep(stepAfter({ ...found, mustChangePassword: false }), cookies)
    })
  },
})

interface Replacement {
  readonly from: string
  readonly to: string
  /** What this session is known by from now on. */
  readonly token: string
}

/**
 * All that a new password means, or nothing of it: it is no one-time one, whoever came in by the old one is out, a fan's
 * tokens from before end, and it is written down.
 */
const replace = ({ database }: Door, found: Found, { from, to, token }: Replacement): Promise<boolean> =>
  noteIf(
    database,
    { id: found.userId, email: found.email, role: found.role },
    {
      action: 'session.password-changed',
      also: async tx => {
        await changePerson(tx, found.userId, { mustChangePassword: false })
        if (!(await replacePasswordHash(tx, found.userId, { from, to }))) return false
        await endSessions(tx, found.userId, found.sessionId)
        if (!(await renewSessionToken(tx, found.sessionId, token))) return false
        if (found.role === 'fan') await revokeTokens(tx, found, { all: true, reason: 'password changed' })
        return true
      },
    },
  )

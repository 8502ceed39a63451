import { changePerson } from '@touchline/db'
import { z } from 'zod'
import { refused } from '../answers.ts'
import { ask, askerOf, type Door, endpoint, inTurn } from '../door.ts'
import { revokeTokens } from '../leave.ts'
import { note } from '../trail.ts'
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
    const { found } = visit
    if (!found) return refused('sign-in-again')
    const limits = passwordLimits(found.sessionId)
    return inTurn(door, askerOf(found), async () => {
      const retryAfterSeconds = await door.attempts.take(limits)
      if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
      const body = { ...visit.input, revokeOtherSessions: true }
      const answer = await ask(door, visit, { path: '/change-password', body })
      if (!answer.ok) return refused(answer.code)
      await door.attempts.forget(limits)
      await keepChange(door, found)
      const cookies = [...answer.cookies, door.devices.remember(visit.headers, found.userId)]
      return answeredStep(stepAfter({ ...found, mustChangePassword: false }), cookies)
    })
  },
})

/** What else a new password means: it is no one-time one, and a fan's tokens from before end. */
const keepChange = ({ database }: Door, found: Found): Promise<void> =>
  note(
    database,
    { id: found.userId, email: found.email, role: found.role },
    {
      action: 'session.password-changed',
      also: async tx => {
        await changePerson(tx, found.userId, { mustChangePassword: false })
        if (found.role === 'fan') await revokeTokens(tx, found, { all: true, reason: 'password changed' })
      },
    },
  )

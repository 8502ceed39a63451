import { changePerson } from '@touchline/db'
import { z } from 'zod'
import { refused } from '../answers.ts'
import { ask, endpoint } from '../door.ts'
import { revokeTokens } from '../leave.ts'
import { note } from '../trail.ts'
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
  isCostly: true,
  answer: async (door, visit) => {
    const { found } = visit
    if (!found) return refused('sign-in-again')
    const limits = passwordLimits(found.userId)
    const retryAfterSeconds = await door.attempts.take(limits)
    if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
    const body = { ...visit.input, revokeOtherSessions: true }
    const answer = await ask(door, visit, { path: '/change-password', body })
    if (!answer.ok) return refused(answer.code)
    await door.attempts.forget(limits)
    const { userId: id, email, role } = found
    await note(
      door.database,
      { id, email, role },
      {
        action: 'session.password-changed',
        also: async tx => {
          await changePerson(tx, id, { mustChangePassword: false })
          if (role === 'fan') await revokeTokens(tx, found, { all: true, reason: 'password changed' })
        },
      },
    )
    return answeredStep(stepAfter({ ...found, mustChangePassword: false }), answer.cookies)
  },
})

import { z } from 'zod'
import { refused } from '../answers.ts'
import { ask, endpoint } from '../door.ts'
import { leave } from '../leave.ts'
import { signUpLimits } from './limits.ts'
import { answeredStep } from './next-step.ts'
import { email, newPassword, personName } from './person-input.ts'

/** Makes a fan, and nobody else: operators are invited. */
export const signUp = endpoint({
  input: z.strictObject({ email, password: newPassword, name: personName.optional() }),
  isCostly: true,
  answer: async (door, visit) => {
    const retryAfterSeconds = await door.attempts.take(signUpLimits(visit.address))
    if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
    const { email, password, name = email.split('@')[0] ?? email } = visit.input
    const answer = await ask(door, visit, { path: '/sign-up/email', body: { email, password, name } })
    if (!answer.ok) return refused(answer.code)
    if (visit.found) await leave(door.database, visit.found)
    return answeredStep({ next: 'nothing', home: '/' }, answer.cookies)
  },
})

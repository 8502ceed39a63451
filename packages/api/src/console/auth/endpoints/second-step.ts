import { wellFormedText } from '@touchline/contracts'
import { z } from 'zod'
import { refused } from '../answers.ts'
import { ask, type Door, endpoint, type Visit } from '../door.ts'
import { type EngineAnswer, hasCookie, secondStepCookie, sessionCookie } from '../engine-call.ts'
import { note, type Someone } from '../trail.ts'
import type { Found } from '../visitor.ts'
import { codeLimits, enrolLimits } from './limits.ts'
import { answeredStep, stepAfter } from './next-step.ts'

const totpCode = z
  .string()
  .transform(code => code.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'must be 6 digits'))
const backupCode = wellFormedText.trim().min(5).max(32)

/** Six digits of an authenticator app: the second step of signing in, or, with a session, the end of enrolling. */
export const verifyTotp = endpoint({
  input: z.strictObject({ code: totpCode }),
  answer: async (door, visit) => {
    const isSignIn = hasCookie(visit.headers, secondStepCookie)
    if (isSignIn) return secondStep(door, visit, { path: '/two-factor/verify-totp', by: 'totp' })
    return visit.found ? enrolled(door, visit, visit.found) : refused('sign-in-again')
  },
})

/** A backup code instead; each counts once. */
export const verifyBackupCode = endpoint({
  input: z.strictObject({ code: backupCode }),
  answer: async (door, visit) =>
    hasCookie(visit.headers, secondStepCookie)
      ? secondStep(door, visit, { path: '/two-factor/verify-backup-code', by: 'backup code' })
      : refused('sign-in-again'),
})

type Code = Visit<{ readonly code: string }>

async function secondStep(
  door: Door,
  visit: Code,
  { path, by }: { path: string; by: 'totp' | 'backup code' },
) {
  const retryAfterSeconds = await door.attempts.take(codeLimits(visit.address))
  if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
  const answer = await ask(door, visit, { path, body: visit.input, without: [sessionCookie] })
  if (!answer.ok)
    return answer.code === 'rate-limited'
      ? refused(answer.code, { retryAfterSeconds: 900 })
      : refused(answer.code)
  const signedIn = await door.database.prisma.user.findUniqueOrThrow({ where: { id: userIdOf(answer) } })
  const person: Someone = { ...signedIn, role: signedIn.role as Someone['role'] }
  const isFirst = by !== 'totp' || (await door.attempts.firstUse(`totp ${person.id} ${visit.input.code}`))
  if (!isFirst || signedIn.disabledAt !== null) {
    await door.database.prisma.session.deleteMany({ where: { token: String(answer.body.token) } })
    await note(door.database, person, { action: 'session.second-factor-failed', details: { by } })
    return refused('wrong-code')
  }
  await note(door.database, person, { action: 'session.sign-in', details: { by } })
  return answeredStep(stepAfter(signedIn), answer.cookies)
}

function userIdOf({ body }: Extract<EngineAnswer, { ok: true }>): string {
  const { user } = body
  if (typeof user !== 'object' || user === null || !('id' in user)) throw new Error('nobody signed in')
  return String(user.id)
}

async function enrolled(door: Door, visit: Code, found: Found): Promise<Response> {
  if (found.twoFactorEnabled) return refused('state-conflict')
  const retryAfterSeconds = await door.attempts.take(enrolLimits(found.userId))
  if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
  const answer = await ask(door, visit, { path: '/two-factor/verify-totp', body: visit.input })
  if (!answer.ok) return refused(answer.code)
  const person = { id: found.userId, email: found.email, role: found.role }
  await note(door.database, person, { action: 'session.second-factor-enrolled' })
  return answeredStep(stepAfter({ ...found, twoFactorEnabled: true }), answer.cookies)
}

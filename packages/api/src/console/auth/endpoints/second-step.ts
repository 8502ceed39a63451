import { wellFormedText } from '@touchline/contracts'
import { endSessionByToken, findChallengedPerson } from '@touchline/db'
import { z } from 'zod'
import { refused } from '../answers.ts'
import { ask, type Door, endpoint, type Visit } from '../door.ts'
import { cookieOf, type EngineAnswer, hasCookie, secondStepCookie, sessionCookie } from '../engine-call.ts'
import { note, type Someone } from '../trail.ts'
import { enrolled } from './enrol.ts'
import { codeLimits } from './limits.ts'
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
  const challenged = await challengedBy(door, visit.headers)
  if (challenged === undefined) return refused('sign-in-again')
  const device = door.devices.known(visit.headers, challenged)
  const limits = codeLimits(challenged, visit.address, device)
  const retryAfterSeconds = await door.attempts.take(limits)
  if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
  const answer = await ask(door, visit, { path, body: visit.input, without: [sessionCookie] })
  if (!answer.ok) return refused(answer.code)
  const signedIn = await door.database.prisma.user.findUniqueOrThrow({ where: { id: userIdOf(answer) } })
  const person: Someone = { ...signedIn, role: signedIn.role as Someone['role'] }
  const isFirst = by !== 'totp' || (await door.attempts.firstUse(`totp ${person.id} ${visit.input.code}`))
  if (!isFirst || signedIn.disabledAt !== null) {
    await endSessionByToken(door.database, String(answer.body.token))
    await note(door.database, person, { action: 'session.second-factor-failed', details: { by } })
    return refused('wrong-code')
  }
  await door.attempts.forget(limits)
  await note(door.database, person, { action: 'session.sign-in', details: { by } })
  return answeredStep(stepAfter(signedIn), [
    ...answer.cookies,
    door.devices.remember(visit.headers, signedIn.id),
  ])
}

/** Whose sign-in waits for its second step; the engine looks at the cookie's signature itself. */
async function challengedBy({ database }: Door, headers: Headers): Promise<string | undefined> {
  const [challenge = ''] = decoded(cookieOf(headers, secondStepCookie) ?? '').split('.')
  return /^2fa-[\w-]{20}$/.test(challenge) ? findChallengedPerson(database, challenge) : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function userIdOf({ body }: Extract<EngineAnswer, { ok: true }>): string {
  const { user } = body
  if (typeof user !== 'object' || user === null || !('id' in user)) throw new Error('nobody signed in')
  return String(user.id)
}

import { setTimeout as waitMs } from 'node:timers/promises'
import { findPersonByEmail, type PersonEntry } from '@touchline/db'
import { z } from 'zod'
import { answered, refused } from '../answers.ts'
import { ask, type Door, endpoint, type Visit } from '../door.ts'
import { leave } from '../leave.ts'
import { note } from '../trail.ts'
import { signInLimits } from './limits.ts'
import { answeredStep, stepAfter } from './next-step.ts'
import { email, password } from './person-input.ts'

const input = z.strictObject({ email, password })
type SignIn = Visit<z.output<typeof input>>

/** Nobody has it: what is answered, and how soon, is the same as for any address that nobody has. */
const nobodysAddress = 'nobody@touchline.invalid'

/** The first step: an address and a password. Whatever is wrong with them, the answer is the same. */
export const signIn = endpoint({
  input,
  isCostly: true,
  answer: async (door, visit) => {
    const limits = signInLimits(visit.input.email, visit.address)
    const retryAfterSeconds = await door.attempts.take(limits)
    if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
    const beganMs = performance.now()
    const person = await findPersonByEmail(door.database.pool, visit.input.email)
    const answer = await ask(door, visit, { path: '/sign-in/email', body: credentials(visit, person) })
    if (!answer.ok) return refuse(door, person, { code: answer.code, beganMs })
    await door.attempts.forget(limits.slice(1))
    if (visit.found) await leave(door.database, visit.found)
    if (answer.body.twoFactorRedirect === true) return answered({ next: 'second-factor' }, answer.cookies)
    if (!person) throw new Error('somebody signed in whom we do not know')
    await note(door.database, person, { action: 'session.sign-in', details: { by: 'password' } })
    return answeredStep(stepAfter(person), answer.cookies)
  },
})

const credentials = ({ input }: SignIn, person: PersonEntry | undefined) =>
  person?.disabledAt ? { ...input, email: nobodysAddress } : input

/** What is written down for some, and not for others, shows in no answer's time. */
const refusalStepMs = 250

interface Refused {
  readonly code: Parameters<typeof refused>[0]
  readonly beganMs: number
}

async function refuse(door: Door, person: PersonEntry | undefined, { code, beganMs }: Refused) {
  if (person) await note(door.database, person, { action: 'session.sign-in-failed' })
  const tookMs = performance.now() - beganMs
  await waitMs(Math.ceil(tookMs / refusalStepMs) * refusalStepMs - tookMs)
  return refused(code)
}

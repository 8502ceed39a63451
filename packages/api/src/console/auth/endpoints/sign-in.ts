import {
  type AttemptLimit,
  consumeOneTimePassword,
  endSessionByToken,
  findPersonByEmail,
  type PersonEntry,
} from '@touchline/db'
import { z } from 'zod'
import { answered, refused } from '../answers.ts'
import { ask, askerOf, type Door, endpoint, type Visit } from '../door.ts'
import type { EngineAnswer } from '../engine-call.ts'
import { leave } from '../leave.ts'
import type { Asker } from '../password-queue.ts'
import { inEvenTime } from '../same-time.ts'
import { note } from '../trail.ts'
import { deviceLimits, failureNotes, pairLimit, strangerLimits } from './limits.ts'
import { answeredStep, stepAfter } from './next-step.ts'
import { email, password } from './person-input.ts'

const input = z.strictObject({ email, password })
type SignIn = Visit<z.output<typeof input>>

/** Nobody has it: what is answered, and how soon, is the same as for any address that nobody has. */
const nobodysAddress = 'nobody@touchline.invalid'

/**
 * The first step: an address and a password. Whatever is wrong with them, the answer is the same. Steps: who asks, and
 * whether they may try; their turn, and what the engine says; what is kept of it.
 */
export const signIn = endpoint({
  input,
  answer: async (door, visit) => {
    const person = await findPersonByEmail(door.database.pool, visit.input.email)
    const device = person && door.devices.known(visit.headers, person.id)
    const limits = await openLimits(door, visit, device)
    if (typeof limits === 'number') return refused('rate-limited', { retryAfterSeconds: limits })
    const asker = person && device ? askerOf({ ...person, userId: person.id }) : strangerAt(visit.address)
    const tried = await door.passwords.run(asker, () => tryOnce(door, visit, { person, limits }))
    if (tried === undefined) return refused('unavailable', { retryAfterSeconds: 2 })
    if (typeof tried === 'number') return refused('rate-limited', { retryAfterSeconds: tried })
    const isIn = tried.ok && person && (await letsIn(door, person, tried))
    if (!isIn) return refuse(door, person, tried)
    await door.attempts.forget([...limits.slice(-1), pairLimit(visit.input.email, visit.address)])
    return welcome(door, visit, { person, answer: tried })
  },
})

interface SignedIn {
  readonly person: PersonEntry
  readonly answer: Extract<EngineAnswer, { ok: true }>
}

/** The session that was there ends; what comes next is the second step, or what the role asks for. */
async function welcome(door: Door, visit: SignIn, { person, answer }: SignedIn): Promise<Response> {
  if (visit.found) await leave(door.database, visit.found)
  if (answer.body.twoFactorRedirect === true) return answered({ next: 'second-factor' }, answer.cookies)
  await note(door.database, person, { action: 'session.sign-in', details: { by: 'password' } })
  const cookies = [...answer.cookies, door.devices.remember(visit.headers, person.id)]
  return answeredStep(stepAfter(person), cookies)
}

const strangerAt = (address: string): Asker => ({ standing: 'stranger', from: address })

/** A known device's own tries; these used up, and for all others, those of the network address and account. */
async function openLimits(
  { attempts }: Door,
  { input, address }: SignIn,
  device: string | undefined,
): Promise<readonly AttemptLimit[] | number> {
  if (device !== undefined && (await attempts.spent(deviceLimits(device))) === undefined)
    return deviceLimits(device)
  const limits = strangerLimits(input.email, address)
  return (await attempts.spent(limits)) ?? limits
}

interface Try {
  readonly person: PersonEntry | undefined
  readonly limits: readonly AttemptLimit[]
}

/** Counts the try and asks the engine; for how many seconds to stay away, where others were faster. */
async function tryOnce(door: Door, visit: SignIn, { person, limits }: Try): Promise<EngineAnswer | number> {
  const retryAfterSeconds = await door.attempts.take(limits)
  if (retryAfterSeconds !== undefined) return retryAfterSeconds
  const isOut = person !== undefined && (person.disabledAt !== null || person.oneTimePasswordEnded)
  const body = isOut ? { ...visit.input, email: nobodysAddress } : visit.input
  return ask(door, visit, { path: '/sign-in/email', body })
}

/** Whether a right password lets somebody in: their own does, a one-time one does once. */
async function letsIn(
  { database }: Door,
  { id, mustChangePassword }: PersonEntry,
  { body }: Extract<EngineAnswer, { ok: true }>,
): Promise<boolean> {
  if (!mustChangePassword || (await consumeOneTimePassword(database, id))) return true
  if (typeof body.token === 'string') await endSessionByToken(database, body.token)
  return false
}

/** In the same time for whoever has an account and for whoever has none. */
const refuse = (door: Door, person: PersonEntry | undefined, answer: EngineAnswer): Promise<Response> =>
  inEvenTime(async () => {
    if (person && (await door.attempts.take(failureNotes(person.id))) === undefined)
      await note(door.database, person, { action: 'session.sign-in-failed' })
    return refused(answer.ok ? 'wrong-credentials' : answer.code)
  })

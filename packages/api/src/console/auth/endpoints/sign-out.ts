import { z } from 'zod'
import { answered } from '../answers.ts'
import { type Door, endpoint, type Visit } from '../door.ts'
import { secondStepCookie, sessionCookie } from '../engine-call.ts'
import { leave, leaveEverywhere } from '../leave.ts'
import { forgetFan } from './next-step.ts'

const gone = (name: string) => `${name}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`
const forgotten = [gone(sessionCookie), gone(secondStepCookie), forgetFan]
const nothing = z.strictObject({})

export const signOut = endpoint({ input: nothing, answer: (door, visit) => out(door, visit, leave) })

/** Signs out on all devices. */
export const revokeSessions = endpoint({
  input: nothing,
  answer: (door, visit) => out(door, visit, leaveEverywhere),
})

async function out({ database }: Door, { found }: Visit, end: typeof leave): Promise<Response> {
  if (found) await end(database, found)
  return answered({ next: 'nothing', home: '/' }, forgotten)
}

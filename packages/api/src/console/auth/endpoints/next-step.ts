import { isRole, rolesWithSecondFactor } from '@touchline/contracts'
import { answered } from '../answers.ts'
import { sessionMaxSeconds } from '../auth-options.ts'

export interface Step {
  /** What has to be done before anything else. */
  readonly next: 'nothing' | 'change-password' | 'enrol'
  /** Where somebody of this kind begins. */
  readonly home: '/console' | '/'
}

interface Standing {
  readonly role: string
  readonly mustChangePassword: boolean
  readonly twoFactorEnabled: boolean
}

export function stepAfter({ role, mustChangePassword, twoFactorEnabled }: Standing): Step {
  if (!isRole(role)) return { next: mustChangePassword ? 'change-password' : 'nothing', home: '/' }
  const home = '/console'
  if (mustChangePassword) return { next: 'change-password', home }
  return { next: rolesWithSecondFactor.includes(role) && !twoFactorEnabled ? 'enrol' : 'nothing', home }
}

/** Tells pages that it is worth asking for a fan's token: whoever has it not needs no answer of ours to watch. */
const fanMark = '__Host-touchline_fan'
const mark = (value: string, seconds: number) =>
  `${fanMark}=${value}; Max-Age=${seconds}; Path=/; Secure; SameSite=Lax`
export const forgetFan = mark('', 0)

/** Answers with what comes next, and marks a browser that has a fan's session. */
export const answeredStep = (step: Step, cookies: readonly string[]): Response =>
  answered(step, [...cookies, step.home === '/' ? mark('1', sessionMaxSeconds) : forgetFan])

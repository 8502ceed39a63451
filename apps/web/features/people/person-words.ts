import { type Role, roles } from '@touchline/contracts/authorization'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import type { Tone } from '../kit/display/tone.ts'
import type { Option } from '../kit/fields/option.ts'

export type Person = OperatorOutputs['person']['list']['items'][number]

export const personKey = ({ id }: Person): string => id

export interface PersonState {
  readonly tone: Tone
  readonly label: string
}

const needsSecondFactor: readonly string[] = ['support', 'admin']

/** How somebody's account stands. */
export function stateOf(person: Person): PersonState {
  const { disabledAt, mustChangePassword, oneTimePasswordEnded, twoFactorEnabled, role } = person
  if (disabledAt !== null) return { tone: 'critical', label: 'disabled' }
  if (oneTimePasswordEnded) return { tone: 'critical', label: 'needs a new one-time password' }
  if (mustChangePassword) return { tone: 'caution', label: 'one-time password' }
  if (!twoFactorEnabled && needsSecondFactor.includes(role)) return { tone: 'caution', label: 'has to enrol' }
  return { tone: 'good', label: 'active' }
}

const about: Readonly<Record<Role, string>> = {
  viewer: 'sees everything but people and keys; changes nothing',
  operator: 'edits, discards, replays, corrects, pauses',
  support: 'as operator, and looks after API keys and fans; with a second factor',
  admin: 'everything; with a second factor',
}

export const roleOptions: readonly Option<Role>[] = roles.map(role => ({
  value: role,
  label: role,
  hint: about[role],
}))

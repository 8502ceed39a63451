import { isRole, rolesWithSecondFactor } from '@touchline/contracts'

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
  if (!isRole(role)) return { next: 'nothing', home: '/' }
  const home = '/console'
  if (mustChangePassword) return { next: 'change-password', home }
  return { next: rolesWithSecondFactor.includes(role) && !twoFactorEnabled ? 'enrol' : 'nothing', home }
}

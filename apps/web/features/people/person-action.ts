import type { Ruled } from '@touchline/contracts/authorization'
import type { Person } from './person-words.ts'

export type PersonActionName = 'changeRole' | 'disable' | 'enable' | 'resetPassword' | 'resetSecondFactor'

export interface PersonAction {
  readonly name: PersonActionName
  readonly procedure: Extract<Ruled, `person.${string}`>
  readonly label: string
  readonly danger?: boolean
  /** What will happen, as a sentence. */
  readonly what: string
  /** Why it makes no sense now; undefined if it does. */
  whyNotNow(person: Person): string | undefined
}

const ends = 'Their sessions end at once.'

export const personActions: readonly PersonAction[] = [
  {
    name: 'changeRole',
    procedure: 'person.changeRole',
    label: 'Change role',
    what: `They get another role. ${ends}`,
    whyNotNow: ({ role }) => (role === 'fan' ? 'A fan becomes no operator: invite them' : undefined),
  },
  {
    name: 'resetPassword',
    procedure: 'person.resetPassword',
    label: 'New one-time password',
    what: `Their password is replaced by a one-time password, which you are shown once. ${ends}`,
    whyNotNow: () => undefined,
  },
  {
    name: 'resetSecondFactor',
    procedure: 'person.resetSecondFactor',
    label: 'Remove second factor',
    danger: true,
    what: `Their authenticator and backup codes count no more; who has to have a second factor enrols anew. ${ends}`,
    whyNotNow: ({ twoFactorEnabled }) => (twoFactorEnabled ? undefined : 'They have none'),
  },
  {
    name: 'disable',
    procedure: 'person.disable',
    label: 'Disable',
    danger: true,
    what: `They can not sign in any more. ${ends}`,
    whyNotNow: ({ disabledAt }) => (disabledAt === null ? undefined : 'They are disabled'),
  },
  {
    name: 'enable',
    procedure: 'person.enable',
    label: 'Enable',
    what: 'They can sign in again.',
    whyNotNow: ({ disabledAt }) => (disabledAt === null ? 'They are not disabled' : undefined),
  },
]

/** What can be done about somebody as their account stands: one of disable and enable. */
export const actionsFor = (person: Person): readonly PersonAction[] =>
  personActions.filter(({ name }) => name !== (person.disabledAt === null ? 'enable' : 'disable'))

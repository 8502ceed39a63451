import type { ApiKeyScope } from './access.ts'

/** What an operator may do, from the least to the most; `support` looks after fans and developers. */
export const roles = ['viewer', 'operator', 'support', 'admin'] as const
export type Role = (typeof roles)[number]

/** These have to show a second factor. */
export const rolesWithSecondFactor: readonly Role[] = ['support', 'admin']

export const isRole = (value: unknown): value is Role => roles.some(role => role === value)

/** Who may call a procedure: anyone, holders of an API key only with a scope; or operators of some roles. */
export type Rule =
  | { readonly to: 'anyone'; readonly scope?: ApiKeyScope }
  | { readonly to: 'operators'; readonly roles: readonly Role[] }

const anyone = { to: 'anyone' } as const
const readers = { to: 'anyone', scope: 'matches:read' } as const
const followers = { to: 'anyone', scope: 'matches:feed' } as const
const operators = (...allowed: Role[]): Rule => ({ to: 'operators', roles: allowed })
const lookers = operators(...roles)
const doers = operators('operator', 'support', 'admin')
const carers = operators('support', 'admin')
const admins = operators('admin')

/**
 * The one authorization matrix: each procedure of the gateway and of the console, and who may call it. The checks of
 * both, and what the console's pages offer, follow from it; a procedure that has no rule here does not compile.
 */
export const authorization = {
  'match.list': readers,
  'match.get': readers,
  'match.events': readers,
  'match.stats': readers,
  'match.presence': readers,
  'match.feed': followers,
  'session.who': anyone,
  'session.renew': anyone,

  'pipeline.overview': lookers,
  'pipeline.history': lookers,
  'pipeline.tail': lookers,
  'consumer.list': lookers,
  'consumer.preview': doers,
  'consumer.pause': doers,
  'consumer.resume': doers,
  'consumer.reset': admins,
  'overload.get': lookers,
  'overload.set': doers,

  'deadLetter.list': lookers,
  'deadLetter.groups': lookers,
  'deadLetter.show': lookers,
  'deadLetter.count': lookers,
  'deadLetter.choices': lookers,
  'deadLetter.compare': lookers,
  'deadLetter.checkEdit': doers,
  'deadLetter.discard': doers,
  'deadLetterGroup.show': lookers,
  'deadLetterGroup.update': doers,
  'deadLetterGroup.addNote': doers,
  'replay.create': doers,
  'replay.list': lookers,
  'replay.show': lookers,
  'replay.items': lookers,
  'replay.abort': doers,
  'replay.resume': doers,
  'replay.decide': doers,

  'event.search': lookers,
  'event.life': lookers,
  'matchDesk.list': lookers,
  'matchDesk.show': lookers,
  'primaryProvider.show': lookers,
  'primaryProvider.preview': doers,
  'primaryProvider.choose': doers,
  'correction.list': lookers,
  'correction.preview': doers,
  'correction.create': doers,

  'delivery.reports': lookers,
  'delivery.report': lookers,
  'delivery.repair': doers,
  'delivery.accounts': lookers,
  'delivery.watermarks': lookers,
  'explain.delivery': lookers,

  'reveal.open': doers,
  'reveal.end': doers,
  'audit.search': lookers,
  'audit.verify': lookers,
  'savedView.list': lookers,
  'savedView.save': lookers,
  'savedView.remove': lookers,

  'partnerGrant.list': carers,
  'partnerGrant.create': carers,
  'partnerGrant.revoke': carers,
  'apiKey.list': carers,
  'apiKey.create': carers,
  'apiKey.rotate': carers,
  'apiKey.revoke': carers,
  'revocation.list': carers,
  'revocation.revoke': carers,
  'revocation.lift': carers,
  'person.list': admins,
  'person.invite': admins,
  'person.changeRole': admins,
  'person.disable': admins,
  'person.enable': admins,
  'person.resetPassword': admins,
  'person.resetSecondFactor': admins,
} as const satisfies Record<string, Rule>

export type Ruled = keyof typeof authorization

/** Whether an operator of this role may call it. */
export function may(role: Role, procedure: Ruled): boolean {
  const rule: Rule = authorization[procedure]
  return rule.to === 'anyone' || rule.roles.includes(role)
}

/** Who may, for a sentence that tells somebody why they may not. */
export function rolesThatMay(procedure: Ruled): readonly Role[] {
  const rule: Rule = authorization[procedure]
  return rule.to === 'anyone' ? roles : rule.roles
}

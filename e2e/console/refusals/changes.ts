import { type Role, roles } from '@touchline/contracts'
import { authorization, may, type Ruled } from '@touchline/contracts/authorization'
import { inTransaction, lockMatches } from '@touchline/db'
import { emptyMatch } from '@touchline/match'
import { operatorRouter } from '../../../packages/api/src/operator-router.ts'
import { buryInnocents } from '../poison.ts'
import { matchId, type RefusalDesk } from './desk.ts'

interface Procedure {
  readonly _def: { readonly type: 'query' | 'mutation' | 'subscription' }
}
const procedures = operatorRouter._def.procedures as unknown as Readonly<Record<string, Procedure>>
const pathsOf = (type: 'query' | 'mutation') =>
  (Object.keys(procedures) as Ruled[]).filter(path => procedures[path]?._def.type === type)

/** All that an operator can call to look, and to change something. */
export const lookups = pathsOf('query')
export const mutations = pathsOf('mutation')
export const refusedTo = (role: Role) => mutations.filter(path => !may(role, path))
export const anyoneMay = (path: Ruled) => roles.every(role => may(role, path)) && path in authorization

interface Made {
  readonly id: string
  readonly key: string
  readonly apiKey: { readonly keyId: string }
}

const reason = 'to see whether it is refused'

/**
 * For each change an input with which somebody who may would be taken at their word, so that only the role, the session
 * or the origin is left to refuse it.
 */
export function changesOf(desk: RefusalDesk): Promise<Inputs> {
  const known = made.get(desk) ?? prepare(desk)
  made.set(desk, known)
  return known
}

type Inputs = Readonly<Record<string, unknown>>
const made = new WeakMap<RefusalDesk, Promise<Inputs>>()

async function prepare(desk: RefusalDesk): Promise<Inputs> {
  const { letterId, fingerprint, database } = desk
  const asAdmin = async (path: string, input: unknown) => {
    const said = await desk.call(path, input, { cookie: desk.cookies.admin })
    if (said.status !== 200) throw new Error(`${path} answered ${said.text}`)
    return (JSON.parse(said.text) as { result: { data: Made } }).result.data
  }
  const consumer = { consumer: 'processor', topic: 'social-events' }
  const key = await asAdmin('apiKey.create', { owner: 'dev', name: 'a key' })
  const grant = await asAdmin('partnerGrant.create', { partner: 'acme', pattern: 'derby-1' })
  desk.hidden.set('an API key', key.key)
  await asAdmin('revocation.revoke', { kind: 'fan', subject: 'f-1', reason, forGood: true })
  await asAdmin('consumer.pause', { ...consumer, minutes: 30, reason })
  const reveal = await asAdmin('reveal.open', { kind: 'dead-letter', id: letterId, reason })
  const view = await asAdmin('savedView.save', { page: 'dead-letters', name: 'mine', query: '' })
  // Only the id of a match that the store knows can be asked for.
  await inTransaction(database.pool, tx => lockMatches(tx, ['refused-many'], emptyMatch))
  await buryInnocents(database, 'refused-many', 501)
  const large = await asAdmin('replay.create', { query: { matchId: 'refused-many' }, mode: 'live', reason })
  const somebody = { id: (await desk.person('operator')).id, reason }
  const report = await database.prisma.reconciliationReport.create({
    data: { ...{ kind: 'delivery', at: new Date(), fromAt: new Date() }, ok: true, findings: [], totals: {} },
  })
  const action = { action: 'defer', olderThanSeconds: 5, keepOneIn: 10 }
  return {
    'consumer.pause': { ...consumer, minutes: 1, reason },
    'consumer.resume': { ...consumer, reason },
    'consumer.reset': { ...consumer, target: { kind: 'end' }, reason, confirm: consumer.topic },
    'overload.set': {
      ...{ lagThresholdSeconds: 5, low: action, normal: action },
      ...{ maxEventsPerSecond: null, backfillPerSecond: 5_000 },
    },
    'deadLetter.checkEdit': { id: letterId, text: '{}' },
    'deadLetter.discard': { ids: [letterId], reason },
    'deadLetterGroup.update': { fingerprint, version: 0, state: 'ignored', reason },
    'deadLetterGroup.addNote': { fingerprint, text: reason },
    'replay.create': { ids: [letterId], mode: 'live', reason },
    'replay.abort': { id: large.id },
    'replay.resume': { id: large.id },
    'replay.decide': { id: large.id, approve: true, reason },
    'primaryProvider.choose': { matchId, provider: 'replay', reason },
    'correction.create': { matchId, home: 9, away: 9, expectedSeq: 3, reason },
    'delivery.repair': { reportId: String(report.id), finding: 0, reason },
    'reveal.open': { kind: 'dead-letter', id: letterId, reason },
    'reveal.end': { id: reveal.id },
    'savedView.save': { page: 'dead-letters', name: 'all', query: '', shared: true },
    'savedView.remove': { id: view.id },
    'partnerGrant.create': { partner: 'acme', pattern: 'derby-*' },
    'partnerGrant.revoke': { id: grant.id, reason },
    'apiKey.create': { owner: 'dev', name: 'another key' },
    'apiKey.rotate': { keyId: key.apiKey.keyId },
    'apiKey.revoke': { keyId: key.apiKey.keyId, reason },
    'revocation.revoke': { kind: 'fan', subject: 'f-2', reason, forGood: true },
    'revocation.lift': { kind: 'fan', subject: 'f-1' },
    'person.invite': { email: 'new@example.org', role: 'admin', reason },
    'person.changeRole': { ...somebody, role: 'admin' },
    'person.disable': somebody,
    'person.enable': somebody,
    'person.resetPassword': somebody,
    'person.resetSecondFactor': somebody,
  }
}

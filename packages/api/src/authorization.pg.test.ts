import { type ApiKeyScope, anonymous, type Identity, type Role, roles } from '@touchline/contracts'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRouter } from './app-router.ts'
import type { ApiContext } from './context.ts'
import { publicErrorOf } from './error-shape.ts'
import { operatorRouter } from './operator-router.ts'

/**
 * Written down once more by hand, so that a slip in the matrix shows: `v`iewer, `o`perator, `s`upport, `a`dmin; `r` and
 * `f`: anyone, but an API key only with the scope to read or to follow; `*`: anyone.
 */
const expected: Record<string, string> = {
  'match.list': 'r',
  'match.get': 'r',
  'match.events': 'r',
  'match.stats': 'r',
  'match.presence': 'r',
  'match.feed': 'f',
  'session.who': '*',
  'session.renew': '*',
  'pipeline.overview': 'vosa',
  'pipeline.history': 'vosa',
  'pipeline.tail': 'vosa',
  'consumer.list': 'vosa',
  'consumer.preview': 'osa',
  'consumer.pause': 'osa',
  'consumer.resume': 'osa',
  'consumer.reset': 'a',
  'overload.get': 'vosa',
  'overload.set': 'osa',
  'deadLetter.list': 'vosa',
  'deadLetter.groups': 'vosa',
  'deadLetter.show': 'vosa',
  'deadLetter.count': 'vosa',
  'deadLetter.choices': 'vosa',
  'deadLetter.compare': 'vosa',
  'deadLetter.checkEdit': 'osa',
  'deadLetter.discard': 'osa',
  'deadLetterGroup.show': 'vosa',
  'deadLetterGroup.update': 'osa',
  'deadLetterGroup.addNote': 'osa',
  'replay.create': 'osa',
  'replay.list': 'vosa',
  'replay.show': 'vosa',
  'replay.items': 'vosa',
  'replay.abort': 'osa',
  'replay.resume': 'osa',
  'replay.decide': 'osa',
  'event.search': 'vosa',
  'event.life': 'vosa',
  'matchDesk.list': 'vosa',
  'matchDesk.show': 'vosa',
  'primaryProvider.show': 'vosa',
  'primaryProvider.preview': 'osa',
  'primaryProvider.choose': 'osa',
  'correction.list': 'vosa',
  'correction.preview': 'osa',
  'correction.create': 'osa',
  'delivery.reports': 'vosa',
  'delivery.report': 'vosa',
  'delivery.repair': 'osa',
  'delivery.accounts': 'vosa',
  'delivery.watermarks': 'vosa',
  'explain.delivery': 'vosa',
  'reveal.open': 'osa',
  'reveal.end': 'osa',
  'audit.search': 'vosa',
  'audit.verify': 'vosa',
  'savedView.list': 'vosa',
  'savedView.save': 'vosa',
  'savedView.remove': 'vosa',
  'partnerGrant.list': 'sa',
  'partnerGrant.create': 'sa',
  'partnerGrant.revoke': 'sa',
  'apiKey.list': 'sa',
  'apiKey.create': 'sa',
  'apiKey.rotate': 'sa',
  'apiKey.revoke': 'sa',
  'revocation.list': 'sa',
  'revocation.revoke': 'sa',
  'revocation.lift': 'sa',
  'person.list': 'a',
  'person.invite': 'a',
  'person.changeRole': 'a',
  'person.disable': 'a',
  'person.enable': 'a',
  'person.resetPassword': 'a',
  'person.resetSecondFactor': 'a',
}

const entries = Object.entries(expected)
const forOperators = entries.filter(([, who]) => /^[vosa]+$/.test(who))
const forAnyone = entries.filter(([, who]) => !/^[vosa]+$/.test(who))

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const procedures = { ...appRouter._def.procedures, ...operatorRouter._def.procedures } as Record<
  string,
  unknown
>
const letterOf: Record<Role, string> = { viewer: 'v', operator: 'o', support: 's', admin: 'a' }

const contextFor = (identity: Identity, role?: Role): ApiContext => ({
  database: test.database,
  feeds: { join: () => Promise.reject(new Error('no feeds here')) },
  caller: { identity, enter: () => () => {}, take: async () => {} },
  now: () => new Date(),
  ...(role && { operator: { id: role, name: `${role}@example.org`, role, via: 'console' } }),
})

/** Calls with an input that no procedure takes, so that nothing is changed: who may call hears of that, others don't. */
async function refusalOf(path: string, context: ApiContext): Promise<string | undefined> {
  const router = path in appRouter._def.procedures ? appRouter : operatorRouter
  const caller = router.createCaller(context) as unknown as Record<
    string,
    Record<string, (x: unknown) => unknown>
  >
  const [noun = '', verb = ''] = path.split('.')
  const code = await Promise.resolve()
    .then(() => caller[noun]?.[verb]?.('no input of any'))
    .then(
      () => undefined,
      error => publicErrorOf(error).code,
    )
  return code === 'unauthorized' || code === 'forbidden' ? code : undefined
}

const developer = (...scopes: ApiKeyScope[]): Identity => ({
  ...{ kind: 'developer', keyId: 'k', owner: 'o', scopes, tier: 'free' },
  ...{ requestsPerMinute: undefined, expiresAtMs: undefined },
})
const fan: Identity = {
  kind: 'fan',
  fanId: 'f',
  sessionId: 's',
  tier: 'free',
  expiresAtMs: Date.now() + 60_000,
}

describe('the authorization matrix', () => {
  it('knows every procedure, and no other', () => {
    expect(Object.keys(procedures).sort()).toEqual(Object.keys(expected).sort())
  })

  it.each(roles)('lets a %s call what it may, and nothing else', async role => {
    for (const [path, who] of forOperators) {
      const refused = who.includes(letterOf[role]) ? undefined : 'forbidden'
      expect([path, await refusalOf(path, contextFor(anonymous, role))]).toEqual([path, refused])
    }
  })

  it('lets nobody without a role call what is for operators', async () => {
    for (const identity of [anonymous, fan, developer('matches:read', 'matches:feed')]) {
      for (const [path] of forOperators) {
        expect([path, await refusalOf(path, contextFor(identity))]).toEqual([path, 'unauthorized'])
      }
    }
  })

  it('lets fans and strangers read and follow, and an API key with the scope alone', async () => {
    for (const [path, who] of forAnyone) {
      const ask = (identity: Identity) => refusalOf(path, contextFor(identity))
      expect([path, await ask(anonymous), await ask(fan)]).toEqual([path, undefined, undefined])
      expect([path, await ask(developer('matches:read'))]).toEqual([
        path,
        who === 'f' ? 'forbidden' : undefined,
      ])
      expect([path, await ask(developer('matches:feed'))]).toEqual([
        path,
        who === 'r' ? 'forbidden' : undefined,
      ])
    }
  })
})

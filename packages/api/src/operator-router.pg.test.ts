import { anonymous } from '@touchline/contracts'
import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appRouter } from './app-router.ts'
import type { ApiContext } from './context.ts'
import { publicErrorOf } from './error-shape.ts'
import { atCommandLine } from './operations/actor.ts'
import { operatorRouter } from './operator-router.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const context = (operator?: string): ApiContext => ({
  database: test.database,
  feeds: { join: () => Promise.reject(new Error('no feeds here')) },
  caller: { identity: anonymous, enter: () => () => {}, take: async () => {} },
  now: () => new Date(),
  ...(operator === undefined ? {} : { operator: { ...atCommandLine(operator), role: 'support' } }),
})
const errorOf = (work: Promise<unknown>) => work.then(() => undefined, publicErrorOf)

it('is no part of what fans are served', () => {
  expect(
    Object.keys(appRouter._def.procedures).filter(name =>
      /letter|replay|overload|apiKey|revocation/i.test(name),
    ),
  ).toEqual([])
})

it('answers nobody whom the transport does not know', async () => {
  const stranger = operatorRouter.createCaller(context())
  const fault = await errorOf(stranger.deadLetter.list({}))
  expect(fault).toMatchObject({ code: 'unauthorized' })
})

it('says who asked, and passes faults on', async () => {
  const [id = ''] = await buryLetters(test.database.pool, [deadLetter()])
  const ann = operatorRouter.createCaller(context('ann'))
  const edits = [{ letterId: id, payload: {} }]
  const fault = await errorOf(ann.replay.create({ ids: [id], mode: 'live', reason: 'r', edits }))
  expect(fault).toMatchObject({ code: 'schema-mismatch', faults: [{ path: `edits.${id}.type` }] })
  const created = await ann.replay.create({ ids: [id], mode: 'live', reason: 'r' })
  expect(await ann.replay.show({ id: created.id })).toMatchObject({ requestedBy: 'ann', total: 1 })
  expect(await ann.deadLetter.discard({ ids: [id], reason: 'r' })).toMatchObject({ discarded: 1 })
})

it('makes API keys only where the process knows what they are made with', async () => {
  const input = { owner: 'acme', name: 'n' }
  const without = operatorRouter.createCaller(context('ann'))
  expect(await errorOf(without.apiKey.create(input))).toMatchObject({ code: 'unavailable' })
  const ann = operatorRouter.createCaller({ ...context('ann'), apiKeyPepper: 'a pepper for tests alone' })
  const { apiKey } = await ann.apiKey.create(input)
  expect(apiKey).toMatchObject({ createdBy: 'ann' })
  expect(await ann.revocation.revoke({ kind: 'api-key', subject: apiKey.keyId, reason: 'r' })).toMatchObject({
    revokedBy: 'ann',
  })
  expect((await ann.apiKey.list({})).items).toMatchObject([{ revokedBy: 'ann' }])
})

it("asks for an API key's scopes, but not to say who it is", async () => {
  const identity = {
    kind: 'developer',
    keyId: 'k',
    owner: 'o',
    scopes: ['matches:feed'],
    tier: 'free',
  } as const
  const quota = { requestsPerMinute: undefined, expiresAtMs: undefined }
  const caller = { ...context().caller, identity: { ...identity, ...quota } }
  const developer = appRouter.createCaller({ ...context(), caller })
  expect(await errorOf(developer.match.list())).toMatchObject({ code: 'forbidden' })
  expect(await developer.session.who()).toEqual({ ...identity, expiresAt: null })
  expect(await errorOf(developer.session.renew({ token: 't' }))).toMatchObject({ code: 'state-conflict' })
})

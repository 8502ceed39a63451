import { createDatabase } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { goal, startWebhook } from '../../testing/webhook-rig.ts'
import { startDatabaseGrants } from './database-grants.ts'
import { createPartnerBook } from './partner-book.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query('truncate partner_grants')
})

const grant = (pattern: string, seconds: number | null = null, partner = 'acme') =>
  test.database.pool.query(
    `insert into partner_grants (partner, pattern, created_by, expires_at)
     values ($1, $2, 'ann', now() + $3::int * interval '1 s')`,
    [partner, pattern, seconds],
  )
const revokeAll = () => test.database.pool.query('update partner_grants set revoked_at = now()')
const soon = { timeout: 10_000, interval: 50 }

let sent = 0
const inMatch = (matchId: string, more: object = {}) =>
  JSON.stringify({ ...JSON.parse(goal), matchId, sourceEventId: `ev-${sent++}`, ...more })

async function start(matches: string[] = []) {
  const { post, events } = await startWebhook({}, { matches }, { grantsDatabase: test.database })
  return { events, statusOf: async (body: string) => (await post(body)).status }
}

it('a granted match can be written, another can not, and neither once the grant is revoked', async () => {
  await grant('derby-1')
  const { statusOf, events } = await start()
  expect(await statusOf(inMatch('derby-1'))).toBe(202)
  expect(await statusOf(inMatch('derby-10'))).toBe(403)
  expect(await statusOf(inMatch('derby-2', { type: 'match-ended', payload: {} }))).toBe(403)
  expect(await events('broadcast-events')).toHaveLength(1)
  const revokedMs = performance.now()
  await revokeAll()
  await expect.poll(() => statusOf(inMatch('derby-1')), soon).toBe(403)
  expect(performance.now() - revokedMs).toBeLessThan(3_000)
})

it('a grant counts for its partner alone, by pattern, and beside the settings', async () => {
  await grant('cup-*')
  await grant('derby-*', null, 'other')
  const { statusOf } = await start(['own-1'])
  for (const matchId of ['cup-1', 'cup-', 'own-1']) expect(await statusOf(inMatch(matchId))).toBe(202)
  for (const matchId of ['derby-1', 'own-2', 'a-cup-1']) expect(await statusOf(inMatch(matchId))).toBe(403)
})

it('a new grant counts within seconds, and an expired one does not', async () => {
  await grant('old-1', -1)
  const { statusOf } = await start()
  expect(await statusOf(inMatch('old-1'))).toBe(403)
  await grant('new-1')
  await expect.poll(() => statusOf(inMatch('new-1')), soon).toBe(202)
})

const acme = createPartnerBook({
  acme: { secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`], matches: ['own-1'] },
}).get('acme')
if (!acme) throw new Error('no partner')

it('while the database is away, what was read last counts, and still expires', async () => {
  await grant('derby-1')
  await grant('short-1', 2)
  const database = createDatabase({ url: test.url, applicationName: 'grants-test', maxConnections: 1 })
  const errors: unknown[] = []
  const grants = startDatabaseGrants({ database, onError: error => errors.push(error), intervalMs: 5 })
  onTestFinished(() => grants.stop())
  expect(await grants.mayWrite(acme, 'short-1')).toBe(true)
  await database.close()
  await expect.poll(() => errors.length, soon).toBe(1)
  await expect.poll(() => grants.mayWrite(acme, 'short-1'), soon).toBe(false)
  expect(await grants.mayWrite(acme, 'derby-1')).toBe(true)
  expect(errors).toHaveLength(1)
})

it('before the first read it is not known, and the request is to be sent again: 503', async () => {
  const database = createDatabase({ url: test.url, applicationName: 'grants-test', maxConnections: 1 })
  await database.close()
  const { post } = await startWebhook({}, { matches: ['own-1'] }, { grantsDatabase: database })
  expect((await post(inMatch('own-1'))).status).toBe(202)
  const { status, body, headers } = await post(inMatch('derby-1'))
  expect([status, body.error.code, body.error.retryable]).toEqual([503, 'unavailable', true])
  expect(headers.get('retry-after')).toBe('1')
})

import {
  atCommandLine,
  choosePrimaryProvider,
  choosePrimaryProviderInput,
  previewPrimaryProvider,
  previewPrimaryProviderInput,
  showPrimaryProvider,
  showPrimaryProviderInput,
} from '@touchline/api'
import { sourceTopics } from '@touchline/contracts'
import { getMatch } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { storedEvent } from '../testing/records.ts'
import { sendOnce } from './send.ts'

let test: TestDatabase
let log: MemoryEventLog
let offset: bigint
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  log = createMemoryEventLog({ partitions: 1 })
  offset = 0n
  await test.database.pool.query(`truncate ${allTables}, corrections restart identity`)
})

const topic = sourceTopics.broadcast
const now = new Date('2026-05-01T20:00:00.000Z')
const ann = atCommandLine('ann')

const goal = (provider: string, id: string, minute: number) =>
  storedEvent(id, {
    ...{ provider, type: 'goal-scored', payload: { team: 'home', player: 'Ada' } },
    occurredAt: new Date(Date.parse('2026-05-01T19:00:00Z') + minute * 60_000).toISOString(),
  })
async function tell(...events: object[]): Promise<void> {
  const values = events.map(event => ({ key: 'm1', value: Buffer.from(JSON.stringify(event)), headers: {} }))
  await log.append(topic, values)
  await enrich()
}
async function enrich(): Promise<void> {
  const records = await log.read(topic, 0, offset, 1_000)
  offset += BigInt(records.length)
  const context = contextOn(test.database, { nowMs: () => now.getTime() })
  await createEnrichment({ ...context, overload: overloadBy() })({
    ...{ topic, partition: 0, records, signal: new AbortController().signal },
  })
}
const show = async () => {
  const shown = await showPrimaryProvider(test.database, showPrimaryProviderInput.parse({ matchId: 'm1' }))
  return shown.ok ? shown.value : expect.fail(shown.code)
}
const preview = (provider: string) =>
  previewPrimaryProvider(test.database, previewPrimaryProviderInput.parse({ matchId: 'm1', provider }), now)
const choose = (provider: string) => {
  const asked = { matchId: 'm1', provider, reason: 'acme lost its line' }
  return choosePrimaryProvider(test.database, choosePrimaryProviderInput.parse(asked), { actor: ann, now })
}
const score = async () => (await getMatch(test.database, 'm1'))?.score
const arrive = async () => {
  await sendOnce({ database: test.database, log })
  await enrich()
}

it('tells who covers a match, whose facts count, and what does not', async () => {
  await tell(goal('acme', 'a1', 5), goal('other', 'o1', 6), goal('other', 'o2', 30))
  const { chosen, providers, backups, choices } = await show()
  expect([chosen, choices]).toEqual([null, []])
  expect(providers).toMatchObject([
    { provider: 'other', counts: [], events: 2, goals: 2, backups: 2, lastReport: { seq: 3 } },
    { provider: 'acme', counts: ['goals'], events: 1, goals: 1, backups: 0 },
  ])
  expect(backups.map(({ provider, occurredAt }) => [provider, occurredAt.slice(14, 16)])).toEqual([
    ['other', '30'],
    ['other', '06'],
  ])
})

it('shows what a choice would change, and the match becomes that once it has gone through the log', async () => {
  await tell(goal('acme', 'a1', 5), goal('other', 'o1', 6), goal('other', 'o2', 30))
  expect(await score()).toEqual({ home: 1, away: 0 })
  expect(await preview('other')).toMatchObject({
    value: {
      refusal: null,
      after: { score: { home: 2, away: 0 } },
      effects: ['The score: 2–0 instead of 1–0.'],
    },
  })
  expect(await score()).toEqual({ home: 1, away: 0 })
  const chosen = await choose('other')
  expect(chosen).toMatchObject({
    value: { sourceEventId: 'correction:1', after: { score: { home: 2, away: 0 } } },
  })
  const entry = await test.database.prisma.auditEntry.findFirst({ orderBy: { id: 'desc' } })
  expect(entry).toMatchObject({
    ...{ action: 'primaryProvider.choose', subjectId: 'm1', reason: 'acme lost its line', actorName: 'ann' },
    details: {
      correctionId: '1',
      to: 'other',
      before: { score: { home: 1 } },
      after: { score: { home: 2 } },
    },
  })
  expect(await choose('other')).toMatchObject({ code: 'state-conflict' })
  await arrive()
  expect(await score()).toEqual({ home: 2, away: 0 })
  expect(await show()).toMatchObject({
    chosen: 'other',
    choices: [{ provider: 'other', requestedBy: 'ann', reason: 'acme lost its line', seq: 4 }],
    backups: [{ provider: 'acme' }],
  })
})

it('a later choice counts, also within the same millisecond', async () => {
  await tell(goal('acme', 'a1', 5), goal('other', 'o1', 6), goal('other', 'o2', 30))
  await choose('other')
  await arrive()
  expect(await choose('acme')).toMatchObject({ ok: true })
  await arrive()
  expect([(await show()).chosen, await score()]).toEqual(['acme', { home: 1, away: 0 }])
})

it('refuses who has told nothing of the match, who is chosen already, and a match that there is not', async () => {
  await tell(goal('acme', 'a1', 5))
  const before = await test.database.prisma.auditEntry.count()
  expect(await choose('nobody')).toMatchObject({
    code: 'state-conflict',
    faults: [{ path: 'provider', message: 'nobody has told no facts of this match' }],
  })
  expect(await preview('nobody')).toMatchObject({ value: { refusal: expect.stringMatching(/no facts/) } })
  const unknown = choosePrimaryProviderInput.parse({ matchId: 'm9', provider: 'acme', reason: 'r' })
  expect(await choosePrimaryProvider(test.database, unknown, { actor: ann, now })).toMatchObject({
    code: 'match-not-found',
  })
  expect(await test.database.prisma.auditEntry.count()).toBe(before)
  await choose('acme')
  await arrive()
  expect(await choose('acme')).toMatchObject({
    faults: [{ message: 'acme is the primary provider already' }],
  })
})

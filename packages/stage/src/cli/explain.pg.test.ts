import type { MatchEvent } from '@touchline/contracts'
import { insertEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from './testing/run-command.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  await test.database.pool.query("insert into matches (match_id, last_seq, state) values ('m', 9, '{}')")
})
afterAll(() => test.drop())

const explain = (...args: string[]) => runCommand('explain', args, { DATABASE_URL: test.url })

it('tells why, for people and for programs', async () => {
  expect(await explain('--fan', 'ann', '--event', 'm/1:10')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^not-stored: the match stands at 1:9\n/),
  })
  const asJson = await explain('--connection', 'c1', '--event', 'broadcast:abc', '--json')
  expect(JSON.parse(asJson.out)).toMatchObject({ verdict: 'unknown', event: null })
})

const storedAt = (seq: number) => `2026-05-01T19:00:0${seq}.000Z`
const rows = ['goal-scored', 'event-revised', 'pass-made', 'event-withdrawn'].map((type, index) => ({
  ...{ matchId: 'm', epoch: 1, seq: index + 1, source: 'broadcast', type, lane: 'critical', payload: {} },
  sourceEventId: type === 'pass-made' ? 'p-1' : 'g-1',
  ...{ occurredAt: storedAt(1), ingestedAt: storedAt(1), storedAt: storedAt(index + 1) },
  ...{ clock: { period: 1, seconds: 5 }, score: { home: 0, away: 0 }, correlationId: 'c' },
}))
const versions = [
  { version: 0, revision: undefined },
  { version: 1, revision: 7 },
  { version: 0, revision: undefined },
  { version: 2, revision: undefined },
].map((one, offset) => ({
  ...{ topic: 'broadcast-events', partition: 0, offset: BigInt(offset) },
  version: { ...one, provider: 'acme', isClockTold: true, revisesFact: one.version > 0 },
}))

it('lists the versions of an event that was revised, from whichever of them one asks', async () => {
  await insertEvents(test.database.pool, rows as unknown as MatchEvent[], versions)
  for (const event of ['m/1:1', 'm/1:2', 'm/1:4', 'broadcast:g-1']) {
    const { out } = await explain('--fan', 'ann', '--event', event)
    expect(out.slice(out.indexOf('versions of the event:')), event).toBe(
      [
        'versions of the event:',
        `  ${storedAt(1)}  1:1  version 1`,
        `  ${storedAt(2)}  1:2  version 2, revision 7`,
        `  ${storedAt(4)}  1:4  version 3  withdrawn  current`,
        '',
      ].join('\n'),
    )
  }
  const { out } = await explain('--fan', 'ann', '--event', 'm/1:2', '--json')
  expect(JSON.parse(out).versions).toEqual([
    expect.objectContaining({ position: '1:1', version: 1, revision: null, isCurrent: false }),
    {
      ...{ position: '1:2', version: 2, revision: 7, storedAt: storedAt(2) },
      ...{ isWithdrawn: false, isCurrent: false },
    },
    expect.objectContaining({ position: '1:4', isWithdrawn: true, isCurrent: true }),
  ])
  expect((await explain('--fan', 'ann', '--event', 'm/1:3')).out).not.toContain('versions')
})

it('refuses what it does not understand, and helps', async () => {
  const refusals: [string[], RegExp][] = [
    [['--event', 'm/1:10'], /a fan or a connection/],
    [['--fan', 'a', '--event', 'm'], /MATCH\/EPOCH:SEQ/],
    [['--fan', 'a', '--event', '<m>/1:1'], /--event/],
  ]
  for (const [args, told] of refusals) {
    expect(await explain(...args)).toMatchObject({ code: 2, err: expect.stringMatching(told) })
  }
  for (const args of [['--help'], []]) {
    expect(await explain(...args)).toMatchObject({
      code: 0,
      out: expect.stringContaining('usage: npm run explain'),
    })
  }
})

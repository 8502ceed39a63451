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

import { defaultOverloadPolicy } from '@touchline/contracts'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from './testing/run-command.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const overload = (...args: string[]) => runCommand('overload', args, { DATABASE_URL: test.url })

it('shows the policy, and changes what is given alone', async () => {
  expect(await overload('show')).toMatchObject({
    code: 0,
    out: expect.stringContaining('this is the default'),
  })
  const lane = ['--normal-action', 'sample', '--normal-older-than', '20', '--normal-keep-one-in', '4']
  const set = await overload('set', ...lane, '--max-events-per-second', '900', '--by', 'ann', '--json')
  const policy = {
    ...defaultOverloadPolicy,
    normal: { action: 'sample', olderThanSeconds: 20, keepOneIn: 4 },
    maxEventsPerSecond: 900,
  }
  expect(JSON.parse(set.out)).toMatchObject({ policy, set: { by: 'ann' } })
  const shown = await overload('set', '--max-events-per-second', 'none')
  expect(shown.out).toContain('normal    older than 20 s: dropped but for one in 4')
  expect(shown.out).toContain('as many as it can')
  expect(JSON.parse((await overload('show', '--json')).out).policy).toEqual({
    ...policy,
    maxEventsPerSecond: null,
  })
})

it('refuses what is no policy, and names the option', async () => {
  const before = (await overload('show', '--json')).out
  const refusals: [string[], RegExp][] = [
    [['--low-action', 'delete'], /--low-action/],
    [['--normal-older-than', 'soon'], /--normal-older-than/],
    [['--backfill-per-second', '1'], /--backfill-per-second/],
    [['--critical-action', 'shed'], /critical-action/],
    [[], /what to change/],
  ]
  for (const [args, told] of refusals) {
    expect(await overload('set', ...args)).toMatchObject({ code: 2, err: expect.stringMatching(told) })
  }
  expect((await overload('show', '--json')).out).toBe(before)
  expect(await overload('set', '--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('--low-older-than'),
  })
})

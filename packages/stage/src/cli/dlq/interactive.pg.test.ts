import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Command } from '../command.ts'
import { createMemoryTerminal } from '../testing/memory-terminal.ts'
import { discard } from './discard.ts'
import { replay } from './replay.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query('truncate dead_letters, replays restart identity cascade')
  await buryLetters(test.database.pool, [deadLetter(), deadLetter(), deadLetter({ matchId: 'm2' })])
})

const run = (command: Command, args: readonly string[], answer = '') => {
  const { terminal, written } = createMemoryTerminal(answer)
  const context = { database: test.database, terminal, untilInterrupted: () => new AbortController().signal }
  return { written, ended: command.prepare(args)(context) }
}
const discarded = () => test.database.prisma.deadLetter.count({ where: { state: 'discarded' } })

it('a discard says how many letters it takes, and goes on only where that number is typed', async () => {
  const args = ['--match', 'm1', '--reason', 'r']
  for (const answer of ['', 'y', '3']) {
    await expect(run(discard, args, answer).ended).rejects.toThrow('nothing was discarded')
  }
  expect(await discarded()).toBe(0)
  const told = run(discard, args, ' 2\n')
  expect(await told.ended).toBe(0)
  expect(told.written.questions).toEqual(['This discards 2 dead letters for good. Type 2 to go on: '])
  expect(await discarded()).toBe(2)
})

it('a replay rewrites one line until it is over, and leaves what came of it', async () => {
  const watched = run(replay, ['--match', 'm1', '--reason', 'r'])
  await vi.waitFor(() => expect(watched.written.err).toContain('replay 1 pending: 0 of 2'), {
    timeout: 5_000,
  })
  const { pool } = test.database
  await pool.query("update replays set state = 'running', started_at = now(), canary_step = 2")
  await pool.query(
    "update replay_items set outcome = 'recovered', sent_at = now(), settled_at = now() where ordinal = 1",
  )
  await vi.waitFor(() => expect(watched.written.err).toContain('replay 1 running: 1 of 2'), {
    timeout: 5_000,
  })
  await pool.query(
    "update replay_items set outcome = 'superseded', sent_at = now(), settled_at = now() where ordinal = 2",
  )
  await pool.query("update replays set state = 'finished', finished_at = now()")
  expect(await watched.ended).toBe(0)
  const { out, err } = watched.written
  expect(err).not.toContain('\n')
  expect(err).toContain('step 3 of 4')
  expect(err.endsWith('\r\u001b[K')).toBe(true)
  for (const line of err.split('\r\u001b[K')) expect(line.length).toBeLessThanOrEqual(100)
  expect(out).toContain('outcomes: recovered 1, superseded 1')
})

import { addToOutbox, inTransaction, readDeliveryFacts } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { raise } from './epoch/raise.ts'
import { createMemoryTerminal } from './testing/memory-terminal.ts'
import { runCommand } from './testing/run-command.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const query = async (text: string) => (await test.database.pool.query(text)).rows
/** Two matches: one published up to its third event with two more in the outbox, one that nobody has published. */
beforeEach(async () => {
  await query('truncate matches, match_events, outbox, relay_watermarks cascade')
  await query("insert into matches (match_id, last_seq, state) values ('m', 5, '{}'), ('n', 1, '{}')")
  await query(`insert into match_events (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at,
      ingested_at, stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload)
    select id, seq, 1, 'broadcast', id || seq, case when seq = 4 then 'event-revised' else 'pass-made' end, 'normal',
      now(), now(), now(), 1, 0, 0, 0, 'c', case when seq = 4 then '{"position":"1:2"}' else '{}' end::json
    from (values ('m', 5), ('n', 1)) as m(id, last) cross join lateral generate_series(1, last) as seq`)
  await query("insert into relay_watermarks (match_id, epoch, seq, published_at) values ('m', 1, 7, now())")
  const waiting = { matchId: 'm', epoch: 1, firstSeq: 4, lastSeq: 5 }
  await inTransaction(test.database.pool, tx => addToOutbox(tx, [waiting]))
})

const epoch = (...args: string[]) => runCommand('epoch', args, { DATABASE_URL: test.url })
const entries = () => test.database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })

it('begins a new epoch, takes all that names a place along, and writes it down', async () => {
  const before = (await entries()).length
  const raised = await epoch('raise', '--match', 'm', '--reason', 'restored to 19:00', '--yes', '--by', 'op')
  const next = Number(/epoch (\d+)/.exec(raised.out)?.[1])
  expect(next).toBeGreaterThan(1)
  expect(raised).toEqual({ code: 0, out: `m: epoch ${next}, events up to 5 stay\n`, err: '' })
  expect(await query('select match_id, epoch, last_seq from matches order by 1')).toEqual([
    { match_id: 'm', epoch: next, last_seq: 5 },
    { match_id: 'n', epoch: 1, last_seq: 1 },
  ])
  expect(await query("select distinct epoch from match_events where match_id = 'm'")).toEqual([
    { epoch: next },
  ])
  expect(
    await query("select payload->>'position' as at from match_events where type = 'event-revised'"),
  ).toEqual([{ at: `${next}:2` }])
  expect(await query('select epoch, first_seq from outbox')).toEqual([{ epoch: next, first_seq: 4 }])
  expect(await query('select epoch, seq from relay_watermarks')).toEqual([{ epoch: next, seq: 5 }])
  const written = (await entries()).slice(before)
  expect(written).toMatchObject([
    { action: 'epoch.raise', via: 'cli', subjectId: 'm', reason: 'restored to 19:00', actorName: 'op' },
  ])
  expect(written[0]?.details).toMatchObject({ before: 1, epoch: next, lastSeq: 5 })
})

it('gives no number twice, however often the database is set back', async () => {
  const numbers: number[] = []
  for (let turn = 0; turn < 2; turn += 1) {
    await query("update matches set epoch = 1 where match_id = 'm'")
    await epoch('raise', '--match', 'm', '--reason', 'restored', '--yes')
    const [row] = await query(
      "select epoch, extract(epoch from now())::int as now from matches where match_id = 'm'",
    )
    const { epoch: next, now } = row as { epoch: number; now: number }
    // Seconds since 2026 began.
    expect(Math.abs(next - (now - Date.parse('2026-01-01') / 1_000))).toBeLessThan(60)
    numbers.push(next)
  }
  expect(numbers[1]).toBeGreaterThanOrEqual(numbers[0] ?? 0)
})

it('leaves nothing behind that looks as if events had been lost on their way', async () => {
  await query('delete from outbox')
  await query('update relay_watermarks set seq = 5')
  await epoch('raise', '--match', 'm', '--reason', 'restored', '--yes')
  const ask = { activeWithinMs: 60_000, waitingForMs: 60_000, silentForMs: 60_000 }
  const facts = await inTransaction(test.database.pool, tx => readDeliveryFacts(tx, ask))
  expect(facts.uncovered.filter(({ matchId }) => matchId === 'm')).toEqual([])
})

it('raises those of all matches, and tells which without doing it', async () => {
  const dry = await epoch('raise', '--all', '--reason', 'restored', '--dry-run')
  expect(dry).toMatchObject({ code: 0, out: 'm\nn\n' })
  expect(await query('select max(epoch) from matches')).toEqual([{ max: 1 }])
  const { out } = await epoch('raise', '--all', '--reason', 'restored', '--yes', '--json')
  expect(JSON.parse(out)).toMatchObject([
    { matchId: 'm', epoch: expect.any(Number) },
    { matchId: 'n', epoch: expect.any(Number) },
  ])
})

it('asks first, and says what is wrong', async () => {
  const refused = createMemoryTerminal('no')
  const run = raise.prepare(['--all', '--reason', 'restored'])
  const { database } = test
  const context = {
    database,
    terminal: refused.terminal,
    untilInterrupted: () => new AbortController().signal,
  }
  await expect(run(context)).rejects.toThrow('no epoch was raised')
  expect(refused.written.questions).toEqual(['All who follow 2 matches start over. Type 2 to go on: '])
  expect(await query('select max(epoch) from matches')).toEqual([{ max: 1 }])
  const said = (...args: string[]) => {
    try {
      raise.prepare(args)
      return 'nothing'
    } catch (error) {
      return String(error)
    }
  }
  expect(said('--match', 'm', '--all', '--reason', 'x')).toMatch(/or --all/)
  expect(said('--reason', 'x')).toMatch(/give --match/)
  expect(said('--all')).toMatch(/reason/)
  expect(said('--match', 'm', '--reason', '')).toMatch(/reason/)
  expect((await epoch('raise', '--match', 'm', '--reason', 'x')).err).toMatch(/say --yes/)
  const unknown = await epoch('raise', '--match', 'q', '--match', 'm', '--reason', 'x', '--yes')
  expect(unknown).toMatchObject({ code: 1, err: 'q: no such match\n' })
  expect(unknown.out).toMatch(/^m: epoch \d+, events up to 5 stay\n$/)
  expect((await epoch('--help')).out).toMatch(/^usage: npm run epoch/)
})

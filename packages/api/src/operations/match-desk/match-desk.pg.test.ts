import { saveGatewayWatermarks } from '@touchline/db'
import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { initialState } from '@touchline/match'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { cursorOf, readCursor } from './desk-cursor.ts'
import { listDesk, listDeskInput } from './list.ts'
import { showDeskInput, showDeskMatch } from './show.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() =>
  query(
    `truncate matches, match_events, relay_watermarks, gateway_watermarks, dead_letters, parked_matches, parked_records,
     match_windows, accounts restart identity`,
  ),
)

const query = (text: string, values: unknown[] = []) => test.database.pool.query(text, values)
const now = () => new Date()
const match = (matchId: string, status: string, fields: object = {}, minute = 0) =>
  query(
    `insert into matches (match_id, status, state, last_seq, created_at)
     values ($1, $2, $3, 3, '2026-05-01T19:00:00Z'::timestamptz + $4::int * interval '1 min')`,
    [matchId, status, { ...initialState, status, ...fields }, minute],
  )
const events = (matchId: string) =>
  query(
    `insert into match_events (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at, ingested_at,
       stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload)
     select $1::text, n, 1, (array['sensor', 'broadcast', 'sensor'])[n]::source, $1::text || n, 'pass-made', 'normal',
       now() - interval '2 s', now() - interval '1500 ms', now() - interval '1 s', 1, 0, 0, 0, 'c', '{}'
     from generate_series(1, 3) n`,
    [matchId],
  )
const windows = (matchId: string, source: string, secondsAgo: readonly number[]) =>
  query(
    `insert into match_windows (match_id, source, size_seconds, starts_at, events, critical, normal, low, by_type, latency,
       passes_home, passes_away, shots_home, shots_away, late)
     select $1, $2, 10, now() - ago * interval '1 s', 30, 0, 30, 0, '{}', '{}', 0, 0, 0, 0, 0 from unnest($3::int[]) ago`,
    [matchId, source, secondsAgo],
  )
const list = async (input: object = {}) => {
  const listed = await listDesk(test.database, listDeskInput.parse(input), now())
  return listed.ok ? listed.value : expect.fail(listed.code)
}
const names = async (input: object = {}) => (await list(input)).items.map(({ matchId }) => matchId)

it('puts what runs first, the newest of it first, page by page', async () => {
  await match('over', 'ended', {}, 9)
  await match('soon', 'scheduled', {}, 8)
  await match('one', 'live', {}, 1)
  await match('two', 'live', {}, 2)
  await match('twin', 'live', {}, 2)
  await match('half', 'paused', {}, 3)
  expect(await names()).toEqual(['twin', 'two', 'one', 'half', 'soon', 'over'])
  const paged: string[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page = await list({ limit: 1, ...(after && { after }) })
    paged.push(...page.items.map(({ matchId }) => matchId))
    after = page.next
  }
  expect(paged).toEqual(['twin', 'two', 'one', 'half', 'soon', 'over'])
  expect((await list()).counts).toMatchObject({ live: 3, paused: 1, scheduled: 1, ended: 1 })
})

it('finds by status, id and teams', async () => {
  const fixture = { home: 'Rot-Weiß Essen', away: 'VfB', competition: 'Pokal' }
  await match('m-1', 'live', { fixture })
  await match('m-2', 'ended')
  expect(await names({ status: 'ended' })).toEqual(['m-2'])
  for (const text of ['M-1', 'weiß', 'vfb', 'pokal']) expect(await names({ text })).toEqual(['m-1'])
  expect(await names({ text: '%' })).toEqual([])
})

it('tells of each how it does: lag, viewers, dead letters, what is not sent on, its sources', async () => {
  await match('m', 'live', { score: { home: 2, away: 1 } })
  await events('m')
  await query("insert into relay_watermarks values ('m', 1, 2, now())")
  await saveGatewayWatermarks(test.database, 'g1', [{ matchId: 'm', epoch: 1, seq: 2, sockets: 12 }])
  await buryLetters(test.database.pool, [
    deadLetter({ matchId: 'm' }),
    deadLetter({ matchId: 'm' }),
    deadLetter({}),
  ])
  await query("update dead_letters set state = 'recovered' where id = 1")
  await windows('m', 'sensor', [3, 13, 23])
  await windows('m', 'social', [300])
  const [item] = (await list()).items
  expect(item).toMatchObject({
    ...{
      matchId: 'm',
      score: { home: 2, away: 1 },
      viewers: 12,
      deadLetters: 1,
      notRelayed: 1,
      parkedAt: null,
    },
    ...{ lagMs: 500, lastEvent: { type: 'pass-made' } },
    sources: [
      { source: 'sensor', state: 'live', perSecond: 1.5 },
      { source: 'broadcast', state: 'none' },
      { source: 'social', state: 'silent', perSecond: 0 },
    ],
  })
})

it('shows one match: its sources with their accounts, its gateways, and why it waits', async () => {
  await match('m', 'live')
  await events('m')
  await windows('m', 'sensor', [3, 13, 43])
  await buryLetters(test.database.pool, [deadLetter({ matchId: 'm', source: 'sensor' })])
  await query(
    "insert into accounts (topic, match_id, accepted, stored, duplicate) values ('sensor-events', 'm', 5, 2, 3)",
  )
  await query(`insert into parked_matches (match_id, attempts, error_code, error_message, due_at)
    values ('m', 3, 'match-locked', 'held', now())`)
  await query(`insert into parked_records (match_id, topic, partition, "offset", appended_at, key, headers, raw)
    values ('m', 'sensor-events', 0, 1, now(), 'm', '{}', '')`)
  await saveGatewayWatermarks(test.database, 'g1', [{ matchId: 'm', epoch: 1, seq: 3, sockets: 2 }])
  const shown = await showDeskMatch(test.database, showDeskInput.parse({ matchId: 'm' }), now())
  expect(shown).toMatchObject({
    value: {
      match: { matchId: 'm', lastSeq: 3, status: 'live' },
      viewers: 2,
      watermarks: { relayed: null, gateways: [{ instance: 'g1', seq: 3, sockets: 2 }] },
      parked: { attempts: 3, errorCode: 'match-locked', records: 1 },
      sources: [
        {
          ...{ source: 'sensor', lastEvent: { seq: 3 }, deadLetters: 1, quietWindows: 2 },
          account: { accepted: 5, stored: 2, duplicate: 3 },
        },
        { source: 'broadcast', lastEvent: { seq: 2 }, account: null, quietWindows: 0 },
        { source: 'social', lastEvent: null },
      ],
    },
  })
  expect(await showDeskMatch(test.database, showDeskInput.parse({ matchId: 'x' }), now())).toMatchObject({
    code: 'match-not-found',
  })
})

it('takes no other places than its own', async () => {
  const place = { rank: 2, createdAt: new Date(1_777_000_000_000), matchId: 'a.b-c' }
  expect(readCursor(cursorOf(place))).toEqual(place)
  for (const text of ['', '4.1.m', '1.x.m', '1.1.', '1.1.<m>', '1.999999999999999.m']) {
    expect([text, readCursor(text)]).toEqual([text, null])
  }
  expect(await listDesk(test.database, listDeskInput.parse({ after: 'x' }), now())).toMatchObject({
    code: 'invalid-input',
  })
})

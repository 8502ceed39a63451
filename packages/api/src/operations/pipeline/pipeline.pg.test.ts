import { type PipelineFacts, readPipelineFacts, savePipelineMinute, saveStageReport } from '@touchline/db'
import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hiddenMarker } from '../masking/hidden-marker.ts'
import { edgeIds } from './graph.ts'
import { pipelineHistory, pipelineHistoryInput } from './history.ts'
import { pipelineOverview } from './overview.ts'
import { pipelineTail, pipelineTailInput } from './tail.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  const { pool } = test.database
  await pool.query(
    `insert into matches (match_id, last_seq, state) values ('m1', 30, '{"fixture":{"home":"A"}}')`,
  )
  await pool.query(
    `insert into match_events (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at, ingested_at,
       stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload)
     select 'm1', n, 1, (case when n % 3 = 0 then 'social' else 'sensor' end)::source, 'e' || n,
       case when n = 3 then 'period-started' else 'ball-tracked' end,
       (case when n = 20 then 'critical' else 'low' end)::lane, now() - interval '1 s', now(), now() + n * interval '1 ms',
       1, 0, 0, 0, 'c', json_build_object('author', 'somebody', 'n', n)
     from generate_series(1, 30) as n`,
  )
  await pool.query(`insert into relay_watermarks values ('m1', 1, 30, now())`)
  await pool.query(`insert into gateway_watermarks (instance, match_id, epoch, seq, sockets, reported_at)
    values ('g', 'm1', 1, 29, 7, now())`)
  await buryLetters(pool, [
    deadLetter({ stage: 'ingest', source: 'social', lastFailedAtMs: Date.now() }),
    deadLetter({ source: 'sensor', lastFailedAtMs: Date.now() }),
  ])
})
afterAll(() => test.drop())

const tail = async (edge: string, limit = 50) => {
  const tailed = await pipelineTail(test.database, { edge, limit }, new Date())
  return tailed.ok ? tailed.value.items : []
}

it('tails each edge with what passed it, newest first, as fans have it', async () => {
  for (const edge of edgeIds) {
    const items = await tail(edge)
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
    expect(JSON.stringify(items)).not.toContain('somebody')
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length)
  }
  const social = await tail('source-social.ingest')
  expect(social.filter(({ kind }) => kind === 'event')).toHaveLength(10)
  expect(social.find(({ kind }) => kind === 'event')?.hiddenPaths).toEqual([hiddenMarker])
  expect(social.filter(({ kind }) => kind === 'dead-letter')).toMatchObject([
    { errorCode: 'schema-mismatch' },
  ])
  const sensor = await tail('processor-sensor.database')
  expect(sensor.map(({ source }) => source)).toEqual(sensor.map(() => 'sensor'))
  expect(sensor.filter(({ kind }) => kind === 'dead-letter')).toHaveLength(1)
  expect((await tail('log.processor-critical')).map(({ seq }) => seq)).toEqual([20])
  expect(await tail('relay.broadcast')).toMatchObject([{ seq: 30, instance: null }])
  expect(await tail('gateway.sockets')).toMatchObject([{ seq: 29, instance: 'g', sockets: 7 }])
  expect(await tail('ingest.log', 5)).toHaveLength(5)
})

it('knows no other edge, and no more than fifty', () => {
  expect(pipelineTailInput.safeParse({ edge: 'ingest.log' })).toMatchObject({ data: { limit: 20 } })
  expect(pipelineTailInput.safeParse({ edge: "x'; drop table" }).success).toBe(false)
  expect(pipelineTailInput.safeParse({ edge: 'ingest.log', limit: 51 }).success).toBe(false)
})

it('tells what is parked, and of the match that has waited longest what its last try failed of', async () => {
  const { pool } = test.database
  expect(await readPipelineFacts(test.database, new Date())).toMatchObject({ parked: 0 })
  await pool.query(`insert into parked_matches (match_id, error_code, error_message, parked_at, due_at) values
    ('young', 'match-locked', 'held', now(), now()), ('old', 'sqlstate-23505', 'known id', now() - interval '1 min', now())`)
  await pool.query(`insert into parked_records (match_id, topic, partition, "offset", appended_at, key, headers, raw)
    select 'old', 'broadcast-events', 0, n, now(), 'old', '{}', '' from generate_series(1, 3) as n`)
  const facts = await readPipelineFacts(test.database, new Date())
  expect(facts).toMatchObject({ parked: 3, parkedReason: 'old: sqlstate-23505: known id' })
  await pool.query('delete from parked_records')
  await pool.query('delete from parked_matches')
})

it('looks back at a minute that is kept, and at no other', async () => {
  const facts = await readPipelineFacts(test.database, new Date())
  const then: PipelineFacts = { ...facts, deadLetters: 77 }
  await savePipelineMinute(test.database.pool, new Date('2026-05-01T19:04:00Z'), then)
  await savePipelineMinute(test.database.pool, new Date('2026-05-01T19:05:00Z'), facts)
  const at = (time: string) => pipelineHistory(test.database, { at: time })
  expect(await at('2026-05-01T19:04:59Z')).toMatchObject({
    value: { kind: 'minute', minute: { at: '2026-05-01T19:04:00.000Z', deadLetters: 77 } },
  })
  expect(await at('2026-05-01T19:03:59Z')).toEqual({ ok: false, code: 'not-found' })
  expect(await at('2026-05-01T19:11:00Z')).toEqual({ ok: false, code: 'not-found' })
  const range = await pipelineHistory(test.database, {
    from: '2026-05-01T19:00:00Z',
    to: '2026-05-01T20:00:00Z',
  })
  expect(range).toMatchObject({
    value: {
      points: [{ at: '2026-05-01T19:04:00.000Z' }, { at: '2026-05-01T19:05:00.000Z' }],
      kept: { first: '2026-05-01T19:04:00.000Z', last: '2026-05-01T19:05:00.000Z' },
      matches: [{ matchId: 'm1', home: 'A', away: null }],
    },
  })
  const backwards = { from: '2026-05-01T19:00:00Z', to: '2026-05-01T18:00:00Z' }
  expect(pipelineHistoryInput.safeParse(backwards).success).toBe(false)
})

it('shows what was said within ten seconds, and who has fallen silent since', async () => {
  const report = (stage: string, secondsAgo: number) =>
    saveStageReport(test.database, {
      ...{ stage, instance: 'i', rates: { publishedPerSecond: 3 }, gauges: {} },
      reportedAt: new Date(Date.now() - secondsAgo * 1_000).toISOString(),
    })
  await Promise.all([report('relay', 1), report('gateway', 30)])
  const overview = await pipelineOverview(test.database, () => new Date())
  const states = overview.ok ? new Map(overview.value.nodes.map(({ id, state }) => [id, state])) : new Map()
  expect([states.get('relay'), states.get('gateway'), states.get('ingest')]).toEqual([
    'good',
    'silent',
    'unknown',
  ])
  expect(overview).toMatchObject({ value: { deadLetters: 2 } })
})

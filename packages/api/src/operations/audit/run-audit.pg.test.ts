import { insertDeadLetters, inTransaction } from '@touchline/db'
import { createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runAudit } from './run-audit.ts'

let test: TestDatabase
let log: MemoryEventLog
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const topic = 'broadcast-events'
const sql = (text: string) => test.database.pool.query(text)
const record = (key: string) => ({ key, value: Buffer.from('{}'), headers: {} })

/** Two records in the log: one stored, one dead; everything agrees. */
beforeEach(async () => {
  log = createMemoryEventLog({ partitions: 1 })
  await log.append(topic, [record('m'), record('m')])
  await sql(
    'truncate matches, match_events, accounts, checkpoints, dead_letters, parked_matches, parked_records, deferred_ranges',
  )
  await sql("insert into matches (match_id, last_seq, state) values ('m', 1, '{}')")
  await sql(`insert into match_events values ('m', 1, 1, 'broadcast', 'e1', 'pass-made', 'normal', now(), now(), now(),
    1, 0, 0, 0, 'c', '{}')`)
  await inTransaction(test.database.pool, tx =>
    insertDeadLetters(tx, [
      deadLetter({
        source: 'broadcast',
        matchId: 'm',
        originTopic: topic,
        originPartition: 0,
        originOffset: 1n,
      }),
    ]),
  )
  await sql(
    `insert into accounts (topic, match_id, accepted, stored, dead) values ('${topic}', 'm', 2, 1, 1)`,
  )
  await sql(`insert into checkpoints values ('g', '${topic}', 0, 2)`)
})

const findings = async () => (await runAudit(test.database, log)).findings.map(finding => finding.invariant)

describe('the audit', () => {
  it('finds nothing where all agrees', async () => {
    expect(await runAudit(test.database, log)).toMatchObject({
      ok: true,
      findings: [],
      inFlight: 0,
      recounted: 2,
    })
  })

  it('tells what is still in flight', async () => {
    await log.append(topic, [record('m')])
    expect(await runAudit(test.database, log)).toMatchObject({ ok: true, inFlight: 1 })
  })

  it('counts what is parked or put off as in flight, not as lost', async () => {
    await log.append(topic, [record('m'), record('m')])
    await sql('update checkpoints set next_offset = 4')
    expect(await findings()).toEqual([2])
    await sql(
      `insert into parked_matches (match_id, error_code, error_message, due_at) values ('m', 'x', 'x', now())`,
    )
    await sql(`insert into parked_records (match_id, topic, partition, "offset", appended_at, key, headers, raw)
      values ('m', '${topic}', 0, 2, now(), 'm', '{}', '')`)
    await sql(`insert into deferred_ranges (consumer_group, topic, partition, first_offset, last_offset, next_offset, lanes,
      counts, records) values ('g', '${topic}', 0, 3, 3, 3, '{normal}', '{"m": 1}', 1)`)
    expect(await runAudit(test.database, log)).toMatchObject({ ok: true, inFlight: 2 })
  })

  it('finds a gap, and the stored row that the account lacks', async () => {
    await sql("update match_events set seq = 2 where match_id = 'm'")
    expect(await findings()).toEqual([3])
    await sql("delete from match_events where match_id = 'm'")
    expect(await findings()).toEqual([2, 3])
  })

  it('finds an event stored twice, were the index ever lost', async () => {
    await sql('drop index match_events_identity_key')
    await sql(`insert into match_events select match_id, 2, epoch, source, source_event_id, type, lane, occurred_at,
      ingested_at, stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload from match_events`)
    expect(await findings()).toContain(1)
    await sql('delete from match_events where seq = 2')
    await sql(
      `create unique index match_events_identity_key on match_events (source_event_id, match_id, source, provider, version)`,
    )
  })

  it('finds a dead letter that is gone', async () => {
    await sql('delete from dead_letters')
    expect(await findings()).toEqual([2])
  })

  it('finds a record of the log that no account has', async () => {
    await log.append(topic, [record('m')])
    await sql('update checkpoints set next_offset = 3')
    expect(await findings()).toEqual([2])
  })

  it('finds a record accounted under the wrong match', async () => {
    await sql("insert into accounts (topic, match_id, accepted, dead) values ('t', 'other', 1, 1)")
    expect(await findings()).toContain(2)
  })
})

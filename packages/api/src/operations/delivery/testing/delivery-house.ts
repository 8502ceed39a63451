import {
  type AccountFinding,
  type DeliveryFinding,
  type ReconciliationReport,
  saveReconciliationReport,
  shardOf,
} from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach } from 'vitest'

/** A gap of match `m` from 4 to 9; `fields` override. */
export const finding = (fields: Partial<DeliveryFinding>): DeliveryFinding => ({
  ...{
    stage: 'outbox',
    matchId: 'm',
    epoch: 1,
    from: 4,
    to: 9,
    since: '2026-05-01T19:00:00.000Z',
    repair: 'none',
  },
  ...fields,
})

const base = { at: '2026-05-01T20:00:00.000Z', fromAt: '2026-05-01T19:00:00.000Z', ok: false }
export const report = (...findings: DeliveryFinding[]): ReconciliationReport => ({
  ...{ ...base, kind: 'delivery', findings },
  totals: { matches: 1, repaired: 0, byStage: { store: 0, outbox: 0, relay: 0, broadcast: 0, gateway: 0 } },
})
export const accountReport = (...findings: AccountFinding[]): ReconciliationReport => ({
  ...{ ...base, kind: 'account', findings, totals: { topics: [] } },
})

const tables =
  'matches, match_events, outbox, relay_watermarks, gateway_watermarks, accounts, reconciliation_reports'

/** For a test file: a database of its own, empty at the beginning of each test, and ways to fill it for match `m`. */
export function deliveryHouse() {
  let test: TestDatabase
  const query = (text: string, values: unknown[] = []) => test.database.pool.query(text, values)

  beforeAll(async () => {
    test = await createTestDatabase()
  })
  afterAll(() => test.drop())
  beforeEach(() => query(`truncate ${tables} restart identity`))

  return {
    database: () => test.database,
    query,
    /** Its id. */
    saved: (one: ReconciliationReport) => saveReconciliationReport(test.database.pool, one),
    match: (lastSeq: number, relayedTo: number) =>
      query(
        `with m as (insert into matches (match_id, last_seq, state) values ('m', $1, '{}'))
         insert into relay_watermarks values ('m', 1, $2, now())`,
        [lastSeq, relayedTo],
      ),
    queued: (first: number, last: number, agoSeconds = 60) =>
      query(
        `insert into outbox (shard, match_id, epoch, first_seq, last_seq, created_at)
         values ($1, 'm', 1, $2, $3, now() - $4::int * interval '1 s')`,
        [shardOf('m'), first, last, agoSeconds],
      ),
    gateway: (seq: number, { agoSeconds = 0, sockets = 2, instance = 'g1' } = {}) =>
      query(`insert into gateway_watermarks values ($1, 'm', 1, $2, $3, now() - $4::int * interval '1 s')`, [
        instance,
        seq,
        sockets,
        agoSeconds,
      ]),
  }
}

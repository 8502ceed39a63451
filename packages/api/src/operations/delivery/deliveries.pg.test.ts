import {
  type AccountFinding,
  type DeliveryFinding,
  type ReconciliationReport,
  saveReconciliationReport,
  shardOf,
} from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { reconciliationInput } from '../reconciliation/show.ts'
import { deliveryAccounts, deliveryAccountsInput } from './accounts.ts'
import { repairDelivery, repairDeliveryInput } from './repair.ts'
import { showDeliveryReport } from './report.ts'
import { deliveryWatermarks, deliveryWatermarksInput } from './watermarks.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() =>
  query(
    'truncate matches, match_events, outbox, relay_watermarks, gateway_watermarks, accounts, reconciliation_reports restart identity',
  ),
)

const query = (text: string, values: unknown[] = []) => test.database.pool.query(text, values)
const ann = atCommandLine('ann')
const finding = (fields: Partial<DeliveryFinding>): DeliveryFinding => ({
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
const report = (...findings: DeliveryFinding[]): ReconciliationReport => ({
  ...{ ...base, kind: 'delivery', findings },
  totals: { matches: 1, repaired: 0, byStage: { store: 0, outbox: 0, relay: 0, broadcast: 0, gateway: 0 } },
})
const accountReport = (...findings: AccountFinding[]): ReconciliationReport => ({
  ...{ ...base, kind: 'account', findings, totals: { topics: [] } },
})
const saved = (one: ReconciliationReport) => saveReconciliationReport(test.database, one)
const repair = (reportId: string, index = 0) =>
  repairDelivery(test.database, repairDeliveryInput.parse({ reportId, finding: index, reason: 'r' }), ann)
const audits = () => test.database.prisma.auditEntry.count()
const outbox = async () => {
  const rows = await test.database.prisma.outbox.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ matchId, firstSeq, lastSeq }) => `${matchId} ${firstSeq}-${lastSeq}`)
}
const match = (lastSeq: number, relayedTo: number) =>
  query(
    `with m as (insert into matches (match_id, last_seq, state) values ('m', $1, '{}'))
     insert into relay_watermarks values ('m', 1, $2, now())`,
    [lastSeq, relayedTo],
  )
const queued = (first: number, last: number, agoSeconds = 60) =>
  query(
    `insert into outbox (shard, match_id, epoch, first_seq, last_seq, created_at)
     values ($1, 'm', 1, $2, $3, now() - $4::int * interval '1 s')`,
    [shardOf('m'), first, last, agoSeconds],
  )
const gateway = (seq: number, { agoSeconds = 0, sockets = 2, instance = 'g1' } = {}) =>
  query(`insert into gateway_watermarks values ($1, 'm', 1, $2, $3, now() - $4::int * interval '1 s')`, [
    instance,
    seq,
    sockets,
    agoSeconds,
  ])
const gone = { ok: false, code: 'state-conflict', faults: [{ message: 'it is no gap any more' }] }

/** Runs all at once: each gets as far as the others let it before the audit's lock, held here, is let go. */
async function atOnce<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  const holder = await test.database.pool.connect()
  await holder.query('begin')
  await holder.query('select pg_advisory_xact_lock(727201)')
  const running = Promise.all(works.map(work => work()))
  await vi.waitFor(
    async () => {
      const { rows } = await holder.query(
        `select count(*)::int as n from pg_locks where not granted
           and database = (select oid from pg_database where datname = current_database())`,
      )
      expect(rows).toEqual([{ n: works.length }])
    },
    { timeout: 4_000 },
  )
  await holder.query('rollback')
  holder.release()
  return running
}

describe('a report', () => {
  it('names of each gap the stage, what mends it, and what is to be known', async () => {
    const stages = ['store', 'outbox', 'relay', 'broadcast', 'gateway'] as const
    const id = await saved(report(...stages.map(stage => finding({ stage, instance: 'g1' }))))
    const shown = await showDeliveryReport(test.database, reconciliationInput.parse({ id }))
    expect(shown.ok && shown.value.findings.map(({ repair }) => repair.kind)).toEqual([
      'none',
      'requeue',
      'join-rows',
      'requeue',
      'forget-gateway',
    ])
    const checks = ['balance', 'stored', 'log', 'history'] as const
    const one = { topic: 'sensor-events', matchId: 'm', expected: 2, found: 1 }
    const account = await saved(accountReport(...checks.map(check => ({ check, ...one }))))
    const its = await showDeliveryReport(test.database, { id: account })
    expect(its.ok && its.value.findings.map(({ finding, repair }) => `${finding} ${repair.kind}`)).toEqual([
      '0 recount',
      '1 recount',
      '2 none',
      '3 none',
    ])
    expect(await showDeliveryReport(test.database, { id: '99' })).toMatchObject({ code: 'not-found' })
  })
})

describe('repair', () => {
  it('puts out again what is still in no row, and that alone', async () => {
    await match(9, 5)
    await queued(9, 9)
    const id = await saved(report(finding({})))
    const before = await audits()
    expect(await repair(id)).toMatchObject({ value: { kind: 'requeue', repaired: 3 } })
    expect(await outbox()).toEqual(['m 9-9', 'm 6-8'])
    expect(await repair(id)).toMatchObject(gone)
    expect((await audits()) - before).toBe(1)
    const entry = await test.database.prisma.auditEntry.findFirst({ orderBy: { id: 'desc' } })
    expect(entry).toMatchObject({ action: 'delivery.repair', subjectId: id, reason: 'r', actorName: 'ann' })
  })

  it('puts a long stretch out in rows that a relay takes at once, and says what it left', async () => {
    await match(12_500, 0)
    const id = await saved(report(finding({ from: 1, to: 12_500 })))
    expect(await repair(id)).toMatchObject({
      value: { repaired: 10_000, text: '10000 events were put out again; 2500 more are left: repair again' },
    })
    expect((await outbox()).slice(0, 2)).toEqual(['m 1-1000', 'm 1001-2000'])
    expect(await repair(id)).toMatchObject({ value: { repaired: 2_500 } })
    expect(await repair(id)).toMatchObject(gone)
  })

  it('does nothing where the gap has closed, the epoch has changed, or the match is gone', async () => {
    await match(9, 9)
    const id = await saved(report(finding({}), finding({ epoch: 2 }), finding({ matchId: 'other' })))
    for (const index of [0, 1, 2]) expect(await repair(id, index)).toMatchObject(gone)
    expect(await repair(id, 3)).toEqual({ ok: false, code: 'not-found' })
    expect(await repair('99')).toEqual({ ok: false, code: 'not-found' })
    expect(await outbox()).toEqual([])
  })

  it('lets one of many who repair at once do so', async () => {
    await match(9, 3)
    const id = await saved(report(finding({})))
    const all = await atOnce(Array.from({ length: 6 }, () => () => repair(id)))
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await outbox()).toEqual(['m 4-9'])
  })

  it('puts out again what a gateway that reports has not heard', async () => {
    await match(20, 12)
    await gateway(5)
    const id = await saved(report(finding({ stage: 'broadcast', instance: 'g1', from: 4, to: 12 })))
    expect(await repair(id)).toMatchObject({ value: { repaired: 7 } })
    expect(await outbox()).toEqual(['m 6-12'])
    expect(await repair(id)).toMatchObject(gone)
    await query('truncate outbox')
    await query('update gateway_watermarks set seq = 12')
    expect(await repair(id)).toMatchObject(gone)
    await query("update gateway_watermarks set seq = 5, reported_at = now() - interval '1 min'")
    expect(await repair(id)).toMatchObject(gone)
  })

  it('joins rows that have waited, and leaves those of a moment ago', async () => {
    await match(9, 3)
    await queued(4, 5, 1)
    const id = await saved(report(finding({ stage: 'relay' })))
    expect(await repair(id)).toMatchObject(gone)
    await query("update outbox set created_at = now() - interval '10 s'")
    await queued(6, 9, 1)
    expect(await repair(id)).toMatchObject({ value: { kind: 'join-rows', repaired: 2 } })
    expect(await outbox()).toEqual(['m 4-9'])
  })

  it('forgets a gateway that is silent, and never one that reports', async () => {
    await match(9, 9)
    await gateway(5, { agoSeconds: 30 })
    await gateway(5, { instance: 'g2' })
    const id = await saved(
      report(finding({ stage: 'gateway', instance: 'g1' }), finding({ stage: 'gateway', instance: 'g2' })),
    )
    expect(await repair(id)).toMatchObject({ value: { kind: 'forget-gateway', repaired: 1 } })
    expect(await repair(id, 1)).toMatchObject(gone)
    expect(await test.database.prisma.gatewayWatermark.findMany()).toMatchObject([{ instance: 'g2' }])
  })

  it('counts again what was stored, copies of critical events too', async () => {
    await match(3, 3)
    await query(`insert into match_events (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at, ingested_at,
      stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload)
      select 'm', n, 1, (array['broadcast', 'broadcast', 'sensor'])[n]::source, 'e' || n, 'pass-made', 'normal', now(), now(),
        now(), 1, 0, 0, 0, 'c', '{}' from generate_series(1, 3) n`)
    await query(`insert into accounts (topic, match_id, accepted, stored, duplicate) values
      ('broadcast-events', 'm', 4, 1, 3), ('critical-events', 'm', 1, 1, 0), ('sensor-events', 'm', 5, 5, 0)`)
    const wrong = { check: 'stored', topic: '', matchId: 'm', expected: 7, found: 3 } as const
    const id = await saved(accountReport(wrong))
    expect(await repair(id)).toMatchObject({
      value: { kind: 'recount', repaired: 1, text: 'sensor-events: 1 stored instead of 5' },
    })
    const accounts = await test.database.prisma.account.findMany({ orderBy: { topic: 'asc' } })
    expect(accounts.map(({ topic, accepted, stored }) => `${topic} ${accepted} ${stored}`)).toEqual([
      'broadcast-events 4 1',
      'critical-events 1 1',
      'sensor-events 1 1',
    ])
    expect(await repair(id)).toMatchObject(gone)
  })

  it('offers nothing for what can’t be mended from here', async () => {
    const id = await saved(report(finding({ stage: 'store' })))
    expect(await repair(id)).toMatchObject({ code: 'state-conflict', faults: [{ message: /backup/ }] })
    for (const input of [{ reason: '' }, { reportId: 'x' }, { finding: -1 }]) {
      const parsed = repairDeliveryInput.safeParse({ reportId: id, finding: 0, reason: 'r', ...input })
      expect(parsed.success).toBe(false)
    }
  })

  it('gives up where somebody holds the relay', { timeout: 20_000 }, async () => {
    await match(9, 3)
    const id = await saved(report(finding({})))
    const client = await test.database.pool.connect()
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(727102, $1)', [shardOf('m')])
    expect(await repair(id)).toEqual({ ok: false, code: 'match-locked' })
    await client.query('rollback')
    client.release()
  })
})

describe('accounts', () => {
  const totals = (accepted: number, since: Record<string, number> | null) => ({
    ...{ topic: 'sensor-events', accepted, stored: accepted, duplicate: 0, dead: 0, superseded: 0, shed: 0 },
    ...{ parked: 1, deferred: 2, handled: accepted + 3, inFlight: 4, unseen: 0, since },
  })
  const hour = (n: number, topics: readonly object[]) =>
    saved({
      ...(accountReport() as Extract<ReconciliationReport, { kind: 'account' }>),
      at: new Date(Date.UTC(2026, 4, 1, n)).toISOString(),
      fromAt: new Date(Date.UTC(2026, 4, 1, n - 1)).toISOString(),
      ok: true,
      totals: { topics: topics as never },
    })
  const accounts = async (input: object) => {
    const found = await deliveryAccounts(test.database, deliveryAccountsInput.parse(input))
    return found.ok ? found.value : expect.fail('always succeeds')
  }

  it('tells hour by hour what became of what was accepted', async () => {
    await hour(18, [totals(100, null)])
    await hour(19, [totals(150, { accepted: 50, stored: 40, duplicate: 10 })])
    await hour(20, [])
    await saved(report())
    const { items, next } = await accounts({})
    expect(next).toBeNull()
    expect(items.map(({ at, sinceBeginning }) => `${at.slice(11, 13)} ${sinceBeginning}`)).toEqual([
      '20 false',
      '19 false',
      '18 true',
    ])
    expect(items[1]?.topics).toEqual([
      {
        ...{
          topic: 'sensor-events',
          accepted: 50,
          stored: 40,
          duplicate: 10,
          dead: 0,
          superseded: 0,
          shed: 0,
        },
        underWay: 7,
      },
    ])
    const first = await accounts({ limit: 2 })
    expect(await accounts({ limit: 2, after: first.next })).toMatchObject({
      next: null,
      items: [{ reportId: '1' }],
    })
  })
})

describe('watermarks', () => {
  const watermarks = async (input: object = {}) => {
    const found = await deliveryWatermarks(test.database, deliveryWatermarksInput.parse(input), new Date())
    return found.ok ? found.value : expect.fail('always succeeds')
  }

  it('tells how far each stage has come, and how far behind', async () => {
    await match(20, 15)
    await gateway(12, { sockets: 7 })
    await gateway(3, { instance: 'g2', agoSeconds: 60 })
    await query(
      "insert into matches (match_id, last_seq, state, updated_at) values ('new', 3, '{}', now()), ('old', 3, '{}', now() - interval '2 d')",
    )
    const { items, next } = await watermarks()
    expect(next).toBeNull()
    expect(items).toMatchObject([
      {
        ...{ matchId: 'm', stored: { seq: 20 }, relayed: { seq: 15, behindBy: 5 }, sockets: 7, behindBy: 8 },
        gateways: [
          { instance: 'g1', seq: 12, behindBy: 3, isSilent: false },
          { instance: 'g2', behindBy: 12, isSilent: true },
        ],
      },
      { matchId: 'new', relayed: null, behindBy: 3, sockets: 0 },
    ])
    expect((await watermarks({ matchId: 'old' })).items).toHaveLength(1)
    const first = await watermarks({ limit: 1 })
    expect(await watermarks({ limit: 1, after: first.next })).toMatchObject({
      items: [{ matchId: 'new' }],
      next: null,
    })
  })
})

import { shardOf } from '@touchline/db'
import { describe, expect, it, vi } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { repairDelivery, repairDeliveryInput } from './repair.ts'
import { accountReport, deliveryHouse, finding, report } from './testing/delivery-house.ts'

const { database, gateway, match, query, queued, saved } = deliveryHouse()

const ann = atCommandLine('ann')
const repair = (reportId: string, index = 0) =>
  repairDelivery(database(), repairDeliveryInput.parse({ reportId, finding: index, reason: 'r' }), ann)
const audits = () => database().prisma.auditEntry.count()
const outbox = async () => {
  const rows = await database().prisma.outbox.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ matchId, firstSeq, lastSeq }) => `${matchId} ${firstSeq}-${lastSeq}`)
}
const gone = { ok: false, code: 'state-conflict', faults: [{ message: 'it is no gap any more' }] }

/** Runs all at once: each gets as far as the others let it before the audit's lock, held here, is let go. */
async function atOnce<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  const holder = await database().pool.connect()
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
    const entry = await database().prisma.auditEntry.findFirst({ orderBy: { id: 'desc' } })
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
    expect(await database().prisma.gatewayWatermark.findMany()).toMatchObject([{ instance: 'g2' }])
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
    const accounts = await database().prisma.account.findMany({ orderBy: { topic: 'asc' } })
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
    const client = await database().pool.connect()
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(727102, $1)', [shardOf('m')])
    expect(await repair(id)).toEqual({ ok: false, code: 'match-locked' })
    await client.query('rollback')
    client.release()
  })
})

import type { ReconciliationReport } from '@touchline/db'
import { describe, expect, it } from 'vitest'
import { reconciliationInput } from '../reconciliation/show.ts'
import { deliveryAccounts, deliveryAccountsInput } from './accounts.ts'
import { showDeliveryReport } from './report.ts'
import { accountReport, deliveryHouse, finding, report } from './testing/delivery-house.ts'
import { deliveryWatermarks, deliveryWatermarksInput } from './watermarks.ts'

const { database, gateway, match, query, saved } = deliveryHouse()

describe('a report', () => {
  it('names of each gap the stage, what mends it, and what is to be known', async () => {
    const stages = ['store', 'outbox', 'relay', 'broadcast', 'gateway'] as const
    const id = await saved(report(...stages.map(stage => finding({ stage, instance: 'g1' }))))
    const shown = await showDeliveryReport(database(), reconciliationInput.parse({ id }))
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
    const its = await showDeliveryReport(database(), { id: account })
    expect(its.ok && its.value.findings.map(({ finding, repair }) => `${finding} ${repair.kind}`)).toEqual([
      '0 recount',
      '1 recount',
      '2 none',
      '3 none',
    ])
    expect(await showDeliveryReport(database(), { id: '99' })).toMatchObject({ code: 'not-found' })
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
    const found = await deliveryAccounts(database(), deliveryAccountsInput.parse(input))
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
          revised: 0,
          dead: 0,
          superseded: 0,
          shed: 0,
        },
        ...{ lost: 0, underWay: 7 },
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
    const found = await deliveryWatermarks(database(), deliveryWatermarksInput.parse(input), new Date())
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

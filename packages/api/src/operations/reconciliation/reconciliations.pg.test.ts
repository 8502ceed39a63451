import { type ReconciliationReport, saveReconciliationReport } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { listReconciliations, listReconciliationsInput } from './list.ts'
import { reconciliationInput, showReconciliation } from './show.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate reconciliation_reports'))

const delivery = (minute: number): ReconciliationReport => ({
  kind: 'delivery',
  at: new Date(Date.UTC(2026, 4, 1, 19, minute)).toISOString(),
  fromAt: new Date(Date.UTC(2026, 4, 1, 18, 59)).toISOString(),
  ok: false,
  findings: [
    {
      ...{ stage: 'outbox', matchId: 'm', epoch: 1, from: 4, to: 5, repair: 'requeued' },
      since: '2026-05-01T18:59:50.000Z',
    },
  ],
  totals: { matches: 1, repaired: 1, byStage: { store: 0, outbox: 1, relay: 0, broadcast: 0, gateway: 0 } },
})
const account: ReconciliationReport = {
  ...{ kind: 'account', at: '2026-05-01T20:00:00.000Z', fromAt: '2026-05-01T19:00:00.000Z' },
  ...{ ok: true, findings: [], totals: { topics: [] } },
}
const list = async (input: object) => {
  const outcome = await listReconciliations(test.database, listReconciliationsInput.parse(input))
  return outcome.ok ? outcome.value : expect.fail('always succeeds')
}

it('lists reports by kind and page, the newest first, and shows one whole', async () => {
  for (const minute of [1, 2, 3]) await saveReconciliationReport(test.database.pool, delivery(minute))
  await saveReconciliationReport(test.database.pool, account)
  const all = await list({})
  expect(all.next).toBeNull()
  expect(all.items.map(({ kind, findings }) => `${kind} ${findings}`)).toEqual([
    'account 0',
    'delivery 1',
    'delivery 1',
    'delivery 1',
  ])
  const first = await list({ kind: 'delivery', limit: 2 })
  expect(first.items.map(({ at }) => at.slice(14, 16))).toEqual(['03', '02'])
  const rest = await list({ kind: 'delivery', limit: 2, beforeId: first.next })
  expect(rest).toMatchObject({ next: null, items: [{ at: '2026-05-01T19:01:00.000Z' }] })
  const { id = '' } = rest.items[0] ?? {}
  expect(await showReconciliation(test.database, reconciliationInput.parse({ id }))).toEqual({
    ok: true,
    value: { ...delivery(1), id },
  })
})

it('knows no report that is not there', async () => {
  expect(await showReconciliation(test.database, reconciliationInput.parse({ id: '9' }))).toMatchObject({
    ok: false,
    code: 'not-found',
  })
  expect(reconciliationInput.safeParse({ id: 'x' }).success).toBe(false)
})

it('forgets the oldest reports of a kind, and those alone', async () => {
  await saveReconciliationReport(test.database.pool, account)
  await test.database.pool.query(
    `insert into reconciliation_reports (kind, at, from_at, ok, findings, totals)
     select 'delivery', '2026-05-01T10:00:00Z'::timestamptz + s * interval '1 s', now(), true, '[]', '{}'
     from generate_series(1, 1005) s`,
  )
  await saveReconciliationReport(test.database.pool, delivery(1))
  const { rows } = await test.database.pool.query(
    `select kind, count(*)::int as n, min(at) as oldest from reconciliation_reports group by 1 order by 1`,
  )
  expect(rows).toMatchObject([
    { kind: 'account', n: 1 },
    { kind: 'delivery', n: 1_000, oldest: new Date('2026-05-01T10:00:07Z') },
  ])
})

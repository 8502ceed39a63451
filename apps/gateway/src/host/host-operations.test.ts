import { expect, it } from 'vitest'
import type { WorkerReport } from './gather.ts'
import { createHostOperations } from './host-operations.ts'

const report = (worker: string, ok: boolean): WorkerReport => ({
  worker,
  report: { ok, checks: [{ name: 'database', ok, outcome: ok ? 'ok' : 'fail', tookMs: 1 }] },
})
function host(...reports: WorkerReport[]) {
  let told = 0
  const operations = createHostOperations(
    { gather: async () => 'figures', reports: async () => reports },
    () => void told++,
  )
  return { operations, told: () => told }
}

it('is ready while one worker is, and shows the checks of each', async () => {
  expect(await host(report('1', false), report('2', true)).operations.ready()).toMatchObject({
    ok: true,
    checks: [
      { name: '1/database', outcome: 'fail' },
      { name: '2/database', outcome: 'ok' },
    ],
  })
  expect(await host(report('1', false)).operations.ready()).toMatchObject({ ok: false })
  expect(await host().operations.ready()).toMatchObject({ ok: false, checks: [{ name: 'workers' }] })
})

it('is not ready from when it leaves, and tells its workers', async () => {
  const { operations, told } = host(report('1', true))
  operations.leave()
  expect(await operations.ready()).toMatchObject({ ok: false, checks: [{ name: 'leaving' }] })
  expect(told()).toBe(1)
})

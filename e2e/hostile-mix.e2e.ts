import { afterAll, beforeAll, expect, it } from 'vitest'
import { line, playHostileMix, type Spread } from './hostile/hostile-mix.ts'
import { audit } from './house/commands.ts'
import { startTestHouse, type TestHouse } from './house/house.ts'
import { until } from './house/process.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse('embedded')
})
afterAll(() => house?.stop())

/** A tenth more; on a machine that tests share, some milliseconds are the machine's, and the attackers' own work. */
const unmoved = ({ calm, hostile }: { calm: Spread; hostile: Spread }) =>
  hostile.p99Ms <= Math.max(calm.p99Ms * 1.1, calm.p99Ms + 60)

it('serves the honest while strangers attack every port for two minutes', async () => {
  const report = await playHostileMix(house, { seconds: 120 })
  process.stderr.write(`${line(report)}; ${JSON.stringify(report.strikes)}\n`)
  expect(report.refused).toEqual({ calm: 0, hostile: 0 })
  expect(report.delivered).toMatchObject({ missed: 0, twice: 0 })
  expect(report.delivered.accepted).toBeGreaterThan(2_000)
  expect(report.webhook).toSatisfy(unmoved)
  expect(report.fan).toSatisfy(unmoved)
  expect(report.rssMib.hostile).toBeLessThan(report.rssMib.calm + 256)
  const settled = await until(async () => {
    const now = await audit(house)
    expect(now.inFlight).toBe(0)
    return now
  }, 30_000)
  expect(settled.findings).toEqual([])
})

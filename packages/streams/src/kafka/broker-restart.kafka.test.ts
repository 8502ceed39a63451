import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startKafka } from '../../../../tooling/stack/kafka.ts'
import { freePort } from '../../../../tooling/stack/service-process.ts'
import { collector, series, until, valuesOf } from '../contract/event-log-harness.ts'
import { LogUnavailable } from '../event-log.ts'
import { createKafkaEventLog } from './event-log.ts'

let folder: string
let settings: { dataDir: string; port: number }
let broker: Awaited<ReturnType<typeof startKafka>>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-broker-'))
  settings = { dataDir: join(folder, 'data'), port: await freePort() }
  broker = await startKafka(settings)
})
afterAll(async () => {
  await broker?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('log and consumption outlive the broker, and lose nothing', { timeout: 90_000 }, async () => {
  const log = createKafkaEventLog({ brokers: [broker.brokers], clientId: 'restart', timeoutMs: 3_000 })
  const { handler, values } = collector()
  const consumption = await log.consume({ group: 'g', topics: ['restart'], handler })
  await log.append('restart', series('k', 5))
  await until(() => expect(values()).toHaveLength(5))

  await broker.stop()
  const started = performance.now()
  await expect(log.append('restart', series('k', 1, 5))).rejects.toThrow(LogUnavailable)
  expect(performance.now() - started).toBeLessThan(10_000)

  broker = await startKafka(settings)
  await until(() => log.append('restart', series('k', 5, 5)))
  await until(() => expect([...new Set(values())].sort()).toEqual(valuesOf(series('k', 10))))
  await until(() => expect(consumption.assigned()).not.toEqual([]))
  await consumption.stop()
  await log.close()
})

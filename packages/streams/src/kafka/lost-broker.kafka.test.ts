import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '../contract/event-log-harness.ts'
import type { EventLog } from '../event-log.ts'
import { createKafkaClient } from './client.ts'
import { createKafkaEventLog } from './event-log.ts'
import { startAppending, type Waits } from './testing/lost-broker.ts'
import { startThreeBrokers, type ThreeBrokers } from './testing/three-brokers.ts'

const partitions = 12
/** After so long the others notice that a broker is gone, and choose other leaders. Kafka's default is 9 s. */
const electionMs = 4_000
const deadNode = 2
let cluster: ThreeBrokers
beforeEach(async () => {
  cluster = await startThreeBrokers({
    'broker.session.timeout.ms': String(electionMs),
    'broker.heartbeat.interval.ms': '500',
  })
}, 90_000)
afterEach(() => cluster?.stop())

const open = (replicationFactor: number, minInSyncReplicas: number, onError = (_: unknown) => {}) =>
  createKafkaEventLog({
    ...{ brokers: cluster.brokers, clientId: 'lost-broker', partitions },
    ...{ replicationFactor, minInSyncReplicas, onError },
  })

/** By partition of the topic. */
async function replicasOf(topic: string): Promise<readonly (readonly number[])[]> {
  const admin = createKafkaClient({ brokers: cluster.brokers, clientId: 'replicas' }).admin()
  await admin.connect()
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  await admin.disconnect()
  const known = topics[0]?.partitions ?? []
  return known.toSorted((a, b) => a.partitionId - b.partitionId).map(({ replicas }) => replicas)
}

/** How long the log's answers took, in ms; infinite where it gave none. */
function startProbing(log: EventLog) {
  const tookMs: number[] = []
  let isOn = true
  const probing = (async () => {
    while (isOn) {
      const startedMs = performance.now()
      const answers = await log.lag('readiness', []).then(
        () => true,
        () => false,
      )
      tookMs.push(answers ? performance.now() - startedMs : Number.POSITIVE_INFINITY)
      await delay(100)
    }
  })()
  return async () => {
    isOn = false
    await probing
    return tookMs
  }
}

async function expectWhole(log: EventLog, topic: string, { appended }: Waits): Promise<void> {
  for (const [partition, texts] of appended.entries()) {
    // A read may still find the dead broker's address, and is asked for again.
    await until(async () => {
      const records = await log.read(topic, partition, 0n, 10_000)
      expect([...new Set(records.map(({ value }) => Buffer.from(value).toString()))]).toEqual(texts)
    })
  }
}

test('a topic with one replica is told of', async () => {
  const told: string[] = []
  const log = open(1, 1, error => told.push(String(error)))
  await log.append('lonely', [{ key: 'k', value: Buffer.from('1'), headers: {} }])
  expect(told).toEqual([expect.stringContaining('topic lonely has one replica on a cluster of 3 brokers')])
  await log.close()
})

test('a broker is killed: whose replicas are elsewhere do not notice, the others go on once it is replaced', {
  timeout: 120_000,
  // Three brokers and their elections, on a machine that all tests share.
  retry: 1,
}, async () => {
  const [wide, narrow] = [open(3, 2), open(2, 1)]
  const seen = new Set<string>()
  const consumption = await wide.consume({
    ...{ group: 'g', topics: ['wide'], concurrency: partitions },
    handler: async ({ records }) => {
      for (const { value } of records) seen.add(Buffer.from(value).toString())
      return (records.at(-1)?.offset ?? 0n) + 1n
    },
  })
  const toWide = startAppending(wide, 'wide', partitions)
  const toNarrow = startAppending(narrow, 'narrow', partitions)
  await toWide.untilEach(20)
  await toNarrow.untilEach(20)
  const replicas = await replicasOf('narrow')
  const elsewhere = (partition: number) => !replicas[partition]?.includes(deadNode)
  expect(replicas.some((_, partition) => elsewhere(partition))).toBe(true)
  toWide.reset()
  toNarrow.reset()

  const stopProbing = startProbing(wide)
  cluster.kill(deadNode)
  await until(async () => expect(toWide.longestMs()).toBeGreaterThan(1_000))
  await toWide.untilEach(50)
  await toNarrow.untilEach(50)
  const answeredMs = await stopProbing()
  const [waitsWide, waitsNarrow] = [await toWide.stop(), await toNarrow.stop()]

  const unconcerned = waitsNarrow.longestMs.filter((_, partition) => elsewhere(partition))
  expect(Math.max(...unconcerned)).toBeLessThan(electionMs / 2)
  const concerned = waitsNarrow.longestMs.filter((_, partition) => !elsewhere(partition))
  expect(Math.max(...concerned, ...waitsWide.longestMs)).toBeLessThan(electionMs + 6_000)
  expect(Math.max(...answeredMs)).toBeLessThan(2_000)

  await expectWhole(wide, 'wide', waitsWide)
  await expectWhole(narrow, 'narrow', waitsNarrow)
  await until(() => expect(seen.size).toBe(waitsWide.appended.flat().length))
  await consumption.stop()
  await Promise.all([wide.close(), narrow.close()])
})

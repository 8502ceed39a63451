import { randomUUID } from 'node:crypto'
import { AssignerProtocol, logLevel } from 'kafkajs'
import { expect, test, vi } from 'vitest'
import { until } from '../contract/event-log-harness.ts'
import { createKafkaClient } from './client.ts'
import { createFetchCluster } from './direct-fetch.ts'
import { createKafkaEventLog } from './event-log.ts'

interface Joined {
  readonly memberId: string
  readonly leaderId: string
}
interface Coordinating {
  findGroupCoordinator(group: {
    groupId: string
  }): Promise<{ joinGroup(request: object): Promise<Joined>; disconnect(): Promise<void> }>
}

const brokers = (process.env.TOUCHLINE_TEST_KAFKA_BROKERS ?? '').split(',')
const clientId = 'lost-leader'
const topic = `lost-leader-${randomUUID()}`
const group = `lost-leader-${randomUUID()}`

/** A member of the group that only ever joins. */
async function createGhost() {
  const cluster = createFetchCluster({
    brokers,
    clientId,
    logLevel: logLevel.NOTHING,
    logCreator: () => () => {},
  })
  await cluster.connect()
  const { findGroupCoordinator } = cluster as unknown as Coordinating
  // A broker that is new makes the topic of its groups first.
  const coordinator = await vi.waitFor(() => findGroupCoordinator.call(cluster, { groupId: group }), {
    timeout: 25_000,
    interval: 50,
  })
  const metadata = AssignerProtocol.MemberMetadata.encode({
    ...{ version: 1, topics: [topic], userData: Buffer.alloc(0) },
  })
  return {
    join: (memberId: string) =>
      coordinator.joinGroup({
        ...{ groupId: group, memberId, sessionTimeout: 6_000, rebalanceTimeout: 15_000 },
        groupProtocols: [{ name: 'RoundRobinAssigner', metadata }],
      }),
    die: () => cluster.disconnect(),
  }
}

test('who leads a group may die before it has shared out its partitions', { timeout: 60_000 }, async () => {
  const log = createKafkaEventLog({ brokers, clientId })
  const admin = createKafkaClient({ brokers, clientId }).admin()
  await admin.connect()
  await log.append(topic, [{ key: 'k', value: Buffer.from('{}'), headers: {} }])
  const ghost = await createGhost()
  const { memberId } = await vi.waitFor(() => ghost.join(''), { timeout: 25_000, interval: 50 })

  const startedMs = performance.now()
  const consuming = log.consume({
    group,
    topics: [topic],
    handler: async ({ records }) => (records.at(-1)?.offset ?? 0n) + 1n,
  })
  await until(async () => {
    const { groups } = await admin.describeGroups([group])
    expect(groups[0]?.state).toBe('PreparingRebalance')
  })
  expect((await ghost.join(memberId)).leaderId).toBe(memberId)
  await ghost.die()

  const consumption = await consuming
  expect(consumption.assigned()).not.toEqual([])
  // The ghost's session lasts six seconds.
  expect(performance.now() - startedMs).toBeLessThan(15_000)
  await consumption.stop()
  await admin.disconnect()
  await log.close()
})

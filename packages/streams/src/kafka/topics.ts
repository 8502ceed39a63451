import { setTimeout as delay } from 'node:timers/promises'
import type { KafkaSettings } from '@touchline/contracts/kafka'
import type { Admin } from 'kafkajs'
import { createRetryDelays } from '../consuming/retry-delays.ts'
import { LogMisconfigured } from '../event-log.ts'
import { checkName } from '../limits.ts'
import { findTopicFaults } from './check-topics.ts'
import { requiredLimits } from './topic-limits.ts'

export interface TopicSettings extends Pick<KafkaSettings, 'replicationFactor' | 'minInSyncReplicas'> {
  /** Of topics that this log creates. Default 12. */
  readonly partitions?: number
  /** Default 7 days. */
  readonly retentionMs?: number
  /** Per partition. Default: no bound. */
  readonly retentionBytes?: number
}

const weekMs = 7 * 24 * 3_600_000

const leaderPollMs = 100
/** Then whoever asks next looks anew. */
const leadersWithinMs = 30_000

/** A topic that was created a moment ago, by whomever, is unknown to some brokers yet. */
async function hasLeaders(client: Admin, topic: string): Promise<boolean> {
  try {
    const { topics } = await client.fetchTopicMetadata({ topics: [topic] })
    const partitions = topics[0]?.partitions ?? []
    return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)
  } catch (error) {
    const { type } = error as { type?: string }
    if (type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'LEADER_NOT_AVAILABLE') return false
    throw error
  }
}

async function untilLed(client: Admin, topic: string): Promise<void> {
  const deadlineMs = performance.now() + leadersWithinMs
  const delays = createRetryDelays(leaderPollMs)
  while (!(await hasLeaders(client, topic))) {
    if (performance.now() > deadlineMs) throw new Error(`a partition of topic ${topic} has no leader`)
    await delay(delays.next())
  }
}

/** Creates topics that are missing, each looked for once; an existing topic is left as it is. */
export function createTopicKeeper(
  admin: () => Promise<Admin>,
  settings: TopicSettings,
  onError: (error: Error) => void,
) {
  const known = new Map<string, Promise<void>>()

  async function create(topic: string): Promise<void> {
    checkName('topic', topic)
    const { partitions = 12, replicationFactor = -1, retentionMs = weekMs, retentionBytes = -1 } = settings
    const { minInSyncReplicas } = settings
    const entries = {
      'cleanup.policy': 'delete',
      'retention.ms': retentionMs,
      'retention.bytes': retentionBytes,
      ...requiredLimits,
      'message.timestamp.type': 'LogAppendTime',
      ...(minInSyncReplicas && { 'min.insync.replicas': minInSyncReplicas }),
    }
    const configEntries = Object.entries(entries).map(([name, value]) => ({ name, value: String(value) }))
    const client = await admin()
    const wanted = { topic, numPartitions: partitions, replicationFactor, configEntries }
    const isThere = (await client.listTopics()).includes(topic)
    if (!isThere) await client.createTopics({ topics: [wanted], waitForLeaders: false })
    await untilLed(client, topic)
    // Who may not ask for a topic's settings goes on without.
    const faults = await findTopicFaults(client, [topic]).catch(() => [])
    for (const { message } of faults) onError(new LogMisconfigured(message))
  }

  function ensureOne(topic: string): Promise<void> {
    const creating = known.get(topic) ?? create(topic)
    known.set(topic, creating)
    creating.catch(() => known.delete(topic))
    return creating
  }

  return async (topics: readonly string[]): Promise<void> => {
    await Promise.all(topics.map(ensureOne))
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import type { KafkaSettings } from '@touchline/contracts/kafka'
import type { Admin } from 'kafkajs'
import { createRetryDelays } from '../consuming/retry-delays.ts'
import { checkName } from '../limits.ts'
import { ConfigResourceTypes } from './more-of-kafkajs.ts'

export interface TopicSettings extends Pick<KafkaSettings, 'replicationFactor' | 'minInSyncReplicas'> {
  /** Of topics that this log creates. Default 12. */
  readonly partitions?: number
  /** Default 7 days. */
  readonly retentionMs?: number
  /** Per partition. Default: no bound. */
  readonly retentionBytes?: number
}

/**
 * Above what a record of ours may have. Below it a batch has under 120,000 records, of which the smallest has nine bytes:
 * kafkajs passes those of one batch on as arguments, and throws where the stack does not hold them.
 */
export const maxMessageBytes = 1_048_576 + 12_288
/** The broker inflates what anybody compressed, so that its limit is that of what is read. */
const limits = { 'max.message.bytes': String(maxMessageBytes), 'compression.type': 'uncompressed' }
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

/** Tells of a topic that others created, and that takes batches which could stop its readers. */
async function checkLimits(client: Admin, topic: string, onError: (error: Error) => void): Promise<void> {
  const asked = { type: ConfigResourceTypes.TOPIC, name: topic, configNames: Object.keys(limits) }
  const { resources } = await client.describeConfigs({ resources: [asked], includeSynonyms: false })
  const found = new Map(
    resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]),
  )
  const isNarrow = Number(found.get('max.message.bytes')) <= maxMessageBytes
  if (isNarrow && found.get('compression.type') === limits['compression.type']) return
  const wanted = Object.entries(limits).map(([name, value]) => `${name}=${value}`)
  onError(
    new Error(
      `topic ${topic} takes batches that could stop its readers: set ${wanted.join(' and ')} (kafka-configs --alter)`,
    ),
  )
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
    const entries = {
      'retention.ms': retentionMs,
      'retention.bytes': retentionBytes,
      ...limits,
      'message.timestamp.type': 'LogAppendTime',
    }
    const configEntries = Object.entries(entries).map(([name, value]) => ({ name, value: String(value) }))
    const client = await admin()
    const wanted = { topic, numPartitions: partitions, replicationFactor, configEntries }
    if ((await client.listTopics()).includes(topic)) {
      // Who may not ask for a topic's settings goes on without.
      await checkLimits(client, topic, onError).catch(() => {})
    } else await client.createTopics({ topics: [wanted], waitForLeaders: false })
    await untilLed(client, topic)
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

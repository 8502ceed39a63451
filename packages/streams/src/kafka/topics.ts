import { setTimeout as delay } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { checkName } from '../limits.ts'

export interface TopicSettings {
  /** Of topics that this log creates. Default 12. */
  readonly partitions?: number
  /** Default: the cluster's own. */
  readonly replicationFactor?: number
  /** Default 7 days. */
  readonly retentionMs?: number
  /** Per partition. Default: no bound. */
  readonly retentionBytes?: number
}

/** Above what one send may hold, whatever the values' headers add. */
const maxMessageBytes = 4 * 1_048_576
const weekMs = 7 * 24 * 3_600_000

const leaderPollMs = 100

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

/** Creates topics that are missing, each looked for once; an existing topic is left as it is. */
export function createTopicKeeper(admin: () => Promise<Admin>, settings: TopicSettings) {
  const known = new Map<string, Promise<void>>()

  async function create(topic: string): Promise<void> {
    checkName('topic', topic)
    const { partitions = 12, replicationFactor = -1, retentionMs = weekMs, retentionBytes = -1 } = settings
    const entries = {
      'retention.ms': retentionMs,
      'retention.bytes': retentionBytes,
      'max.message.bytes': maxMessageBytes,
      'message.timestamp.type': 'LogAppendTime',
    }
    const configEntries = Object.entries(entries).map(([name, value]) => ({ name, value: String(value) }))
    const client = await admin()
    const wanted = { topic, numPartitions: partitions, replicationFactor, configEntries }
    if (!(await client.listTopics()).includes(topic)) {
      await client.createTopics({ topics: [wanted], waitForLeaders: false })
    }
    while (!(await hasLeaders(client, topic))) await delay(leaderPollMs)
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

import type { KafkaSettings } from '@touchline/contracts/kafka'
import { logLevel } from 'kafkajs'
import { type Consumption, type EventLog, LogMisconfigured } from '../event-log.ts'
import { checkName, checkRecords } from '../limits.ts'
import { createAppender } from './appending.ts'
import { createKafkaClient, type KafkaClientOptions, reaching } from './client.ts'
import { consumerRequestTimeoutMs, startKafkaConsumption } from './consumption.ts'
import { boundDecoding } from './decoding/codecs.ts'
import { createFetchCluster } from './direct-fetch.ts'
import { persisting } from './persisting.ts'
import { createPrefixedEventLog } from './prefixed.ts'
import { ping, readLag, readRecords, replicaSetsOf, topicBounds } from './reading.ts'
import { createReconnecting } from './reconnecting.ts'
import { createKnownReplicaSets } from './replica-sets.ts'
import { securityOf, securityWarnings } from './security.ts'
import { createTopicKeeper, type TopicSettings } from './topics.ts'

export interface KafkaEventLogOptions
  extends KafkaSettings,
    TopicSettings,
    Omit<KafkaClientOptions, 'brokers' | 'security'> {
  /** Of each call and of each send. Default 5,000. */
  readonly timeoutMs?: number
  readonly onError?: (error: unknown) => void
}

/** Apache Kafka, through kafkajs. Connects when first used. */
export function createKafkaEventLog(options: KafkaEventLogOptions): EventLog {
  for (const warning of securityWarnings(options)) options.onError?.(new LogMisconfigured(warning))
  return createPrefixedEventLog(createUnprefixedEventLog(options), options.prefix ?? '')
}

function createUnprefixedEventLog(options: KafkaEventLogOptions): EventLog {
  const { brokers, clientId, timeoutMs = 5_000, onError = () => {} } = options
  boundDecoding()
  const security = securityOf(options)
  const client = { ...options, security }
  const kafka = createKafkaClient(client)
  const consuming = createKafkaClient({ ...client, requestTimeoutMs: consumerRequestTimeoutMs })
  const admin = createReconnecting(() => kafka.admin())
  const logCreator = () => () => {}
  const cluster = createReconnecting(() =>
    createFetchCluster({ brokers, clientId, security, logLevel: logLevel.NOTHING, logCreator }),
  )
  const readers = { admin, cluster }
  const ensureTopics = createTopicKeeper(admin.get, options, onError)
  const consumptions = new Set<Consumption>()
  const replicaSets = createKnownReplicaSets(topic => asking(() => replicaSetsOf(readers, topic)))
  const appender = createAppender({
    kafka,
    timeoutMs,
    replicaSetsOf: replicaSets.of,
    onFailed: replicaSets.invalidate,
  })

  function dropConnections(): void {
    admin.drop()
    cluster.drop()
  }

  async function asking<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await reaching(timeoutMs, persisting({ work, timeoutMs, onRepeated: dropConnections }))
    } catch (error) {
      dropConnections()
      throw error
    }
  }

  return {
    capabilities: { atomicAppend: false },
    async append(topic, records) {
      checkRecords(topic, records)
      if (records.length === 0) return
      await asking(() => ensureTopics([topic]))
      await appender.add(topic, records)
    },
    async consume(options) {
      checkName('group', options.group)
      await asking(() => ensureTopics(options.topics))
      const settings = { timeoutMs, boundsOf: (topic: string) => asking(() => topicBounds(readers, topic)) }
      const consumption = await startKafkaConsumption(consuming, { onError, ...options }, settings)
      consumptions.add(consumption)
      const stop = () => consumption.stop().finally(() => consumptions.delete(consumption))
      return { ...consumption, stop }
    },
    async lag(group, topics) {
      if (topics.length === 0) await asking(() => ping(readers))
      await asking(() => ensureTopics(topics))
      return asking(() => readLag(readers, group, topics))
    },
    async read(topic, partition, fromOffset, limit) {
      await asking(() => ensureTopics([topic]))
      return asking(() => readRecords(readers, { topic, partition }, fromOffset, limit))
    },
    async close() {
      await appender.close()
      await Promise.all([...consumptions].map(consumption => consumption.stop()))
      await Promise.all([admin.close(), cluster.close()])
    },
  }
}

import { createRequire } from 'node:module'
import type { KafkaMessage, logCreator, logLevel, PartitionMetadata } from 'kafkajs'
import type { LogRecord, TopicPartition } from '../event-log.ts'
import { toLogRecord } from './log-record.ts'
import type { Security } from './security.ts'

/**
 * kafkajs offers no fetch outside a group, so this enters its internals: the few parts below, whose version is
 * pinned, and which the contract suite exercises.
 */
interface Cluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  addTargetTopic(topic: string): Promise<void>
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>
  findTopicPartitionMetadata(topic: string): readonly PartitionMetadata[]
  findBroker(node: { nodeId: string }): Promise<Broker>
  refreshMetadata(): Promise<void>
}
interface Broker {
  fetch(request: object): Promise<{ responses: { partitions: { errorCode: number }[] }[] }>
}
type ClusterClass = new (options: object) => Cluster
type BatchClass = new (
  topic: string,
  offset: string,
  data: object,
) => { messages: KafkaMessage[]; lastOffset(): string }

const load = createRequire(import.meta.url)
const ClusterOf = load('kafkajs/src/cluster') as ClusterClass
const BatchOf = load('kafkajs/src/consumer/batch') as BatchClass
const { createLogger } = load('kafkajs/src/loggers') as { createLogger(options: object): object }
const createSocketFactory = load('kafkajs/src/network/socketFactory') as () => object

export interface FetchClusterOptions {
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly security?: Security
  readonly logLevel: logLevel
  readonly logCreator: logCreator
}

export function createFetchCluster(options: FetchClusterOptions): Cluster {
  return new ClusterOf({
    brokers: [...options.brokers],
    clientId: options.clientId,
    ...options.security,
    logger: createLogger({ level: options.logLevel, logCreator: options.logCreator }),
    socketFactory: createSocketFactory(),
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    enforceRequestTimeout: true,
    metadataMaxAge: 30_000,
    allowAutoTopicCreation: false,
    retry: { retries: 3, initialRetryTime: 50 },
  })
}

export type FetchCluster = Cluster

export interface Page {
  readonly records: readonly LogRecord[]
  readonly nextOffset: bigint
}

/** Records of one partition from an offset on, as many as `maxBytes` hold but one batch at least. */
export async function fetchPage(
  cluster: FetchCluster,
  place: TopicPartition,
  fromOffset: bigint,
  maxBytes: number,
): Promise<Page> {
  const { topic, partition } = place
  const broker = await leaderOf(cluster, place)
  const wanted = { partition, fetchOffset: String(fromOffset), maxBytes }
  const request = {
    isolationLevel: 1,
    maxWaitTime: 100,
    minBytes: 1,
    maxBytes,
    topics: [{ topic, partitions: [wanted] }],
  }
  const data = (await broker.fetch(request)).responses[0]?.partitions[0]
  if (!data) return { records: [], nextOffset: fromOffset }
  const batch = new BatchOf(topic, String(fromOffset), data)
  return {
    records: batch.messages.map(message => toLogRecord(place, message)),
    nextOffset: BigInt(batch.lastOffset()) + 1n,
  }
}

async function leaderOf(cluster: FetchCluster, { topic, partition }: TopicPartition): Promise<Broker> {
  await cluster.addTargetTopic(topic)
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]))
  if (nodeId === undefined) throw new Error(`partition ${partition} of ${topic} has no leader`)
  return cluster.findBroker({ nodeId })
}

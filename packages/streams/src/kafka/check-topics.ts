import type { KafkaSettings } from '@touchline/contracts/kafka'
import type { Admin } from 'kafkajs'
import { createKafkaClient, reaching } from './client.ts'
import { ConfigResourceTypes } from './more-of-kafkajs.ts'
import { securityOf } from './security.ts'
import { requiredLimits } from './topic-limits.ts'

/** What should not be so about a topic, and what to do. */
export interface TopicFinding {
  /** As the brokers call it. */
  readonly topic: string
  readonly code:
    | 'missing'
    | 'one-replica'
    | 'no-spare-replica'
    | 'unsafe-acks'
    | 'compacted'
    | 'short-retention'
    | 'limits'
  readonly message: string
}

export interface TopicState {
  readonly topic: string
  /** Of the partition that has the fewest. */
  readonly replicas: number
  /** In the cluster. */
  readonly brokers: number
  /** The topic's settings in effect, by name; one that may not be seen is left out. */
  readonly settings: ReadonlyMap<string, string>
}

const hourMs = 3_600_000
/** Records that a processor did not get to within this are lost. */
const shortestRetentionMs = 24 * hourMs

export function findingsOf(state: TopicState): TopicFinding[] {
  return [...replicaFindings(state), ...retentionFindings(state), ...limitFindings(state)]
}

type Code = TopicFinding['code']
const finding = (topic: string, code: Code, what: string, todo: string): TopicFinding => ({
  ...{ topic, code, message: `topic ${topic} ${what}: ${todo}` },
})
const set = (...pairs: string[]) => `set ${pairs.join(' and ')} (kafka-configs --alter)`
/** NaN, which compares with nothing, for a setting that may not be seen. */
const number = ({ settings }: TopicState, name: string) => Number(settings.get(name) ?? Number.NaN)

function replicaFindings(state: TopicState): TopicFinding[] {
  const { topic, replicas, brokers } = state
  const least = number(state, 'min.insync.replicas')
  if (brokers > 1 && replicas === 1) {
    const what = `has one replica on a cluster of ${brokers} brokers, and is gone with its broker`
    const todo = 'give it 3 (kafka-reassign-partitions), and set KAFKA_REPLICATION_FACTOR=3 for new topics'
    return [finding(topic, 'one-replica', what, todo)]
  }
  if (replicas > 1 && least >= replicas) {
    const what = `takes no records while one broker is away: ${replicas} replicas, min.insync.replicas=${least}`
    return [finding(topic, 'no-spare-replica', what, set(`min.insync.replicas=${replicas - 1}`))]
  }
  if (replicas <= 2 || least !== 1) return []
  const what = `may lose records that it acknowledged: ${replicas} replicas, min.insync.replicas=1`
  return [finding(topic, 'unsafe-acks', what, set('min.insync.replicas=2'))]
}

function retentionFindings(state: TopicState): TopicFinding[] {
  const { topic, settings } = state
  const found: TopicFinding[] = []
  if (settings.get('cleanup.policy')?.includes('compact')) {
    const what = 'loses all but the last record of a match'
    found.push(finding(topic, 'compacted', what, set('cleanup.policy=delete')))
  }
  const retentionMs = number(state, 'retention.ms')
  if (retentionMs >= 0 && retentionMs < shortestRetentionMs) {
    const what = `keeps records for ${(retentionMs / hourMs).toFixed(1)} h, and what was not processed by then is lost`
    found.push(finding(topic, 'short-retention', what, set(`retention.ms=${shortestRetentionMs} or more`)))
  }
  return found
}

function limitFindings(state: TopicState): TopicFinding[] {
  const { topic, settings } = state
  const limits = Object.entries(requiredLimits)
  if (limits.every(([name, value]) => (settings.get(name) ?? value) === value)) return []
  const isNarrow = number(state, 'max.message.bytes') < Number(requiredLimits['max.message.bytes'])
  const what = `${isNarrow ? 'refuses events of 1 MiB, or ' : ''}takes batches that could stop its readers`
  return [finding(topic, 'limits', what, set(...limits.map(([name, value]) => `${name}=${value}`)))]
}

const names = ['min.insync.replicas', 'cleanup.policy', 'retention.ms', ...Object.keys(requiredLimits)]

/** Of topics that are there, by their names at the brokers. Needs the right DescribeConfigs for all but the replicas. */
export async function findTopicFaults(admin: Admin, topics: readonly string[]): Promise<TopicFinding[]> {
  if (topics.length === 0) return []
  const [{ brokers }, metadata, configs] = await Promise.all([
    admin.describeCluster(),
    admin.fetchTopicMetadata({ topics: [...topics] }),
    settingsOf(admin, topics),
  ])
  return metadata.topics.flatMap(({ name: topic, partitions }) =>
    findingsOf({
      topic,
      brokers: brokers.length,
      replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
      settings: configs.get(topic) ?? new Map(),
    }),
  )
}

async function settingsOf(admin: Admin, topics: readonly string[]) {
  const resources = topics.map(name => ({ type: ConfigResourceTypes.TOPIC, name, configNames: names }))
  const described = await admin.describeConfigs({ resources, includeSynonyms: false }).catch(() => undefined)
  return new Map(
    described?.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  )
}

/**
 * What should not be so about these topics (plain names), with connections of its own. Changes nothing; a topic that is
 * missing is created when it is first used. Rejects with LogUnavailable.
 */
export async function checkTopics(
  settings: KafkaSettings,
  topics: readonly string[],
  timeoutMs = 10_000,
): Promise<TopicFinding[]> {
  const { brokers, prefix = '' } = settings
  const admin = createKafkaClient({ brokers, clientId: 'check', security: securityOf(settings) }).admin()
  try {
    await reaching(timeoutMs, admin.connect())
    const there = new Set(await reaching(timeoutMs, admin.listTopics()))
    const [known, missing] = [true, false].map(isThere =>
      topics.map(topic => prefix + topic).filter(topic => there.has(topic) === isThere),
    )
    const found = await reaching(timeoutMs, findTopicFaults(admin, known ?? []))
    const absent = (missing ?? []).map((topic): TopicFinding => {
      const message = `topic ${topic} is missing: the first app that uses it creates it, if it may`
      return { topic, code: 'missing', message }
    })
    return [...absent, ...found]
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

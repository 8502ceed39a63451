import type { Consumer, Kafka } from 'kafkajs'
import { createKeyedRetryDelays, createRetryDelays } from '../consuming/retry-delays.ts'
import { pauseFor } from '../consuming/signals.ts'
import type { Bounds } from '../consuming/start-places.ts'
import type { ConsumeOptions, Consumption, StartPlace } from '../event-log.ts'
import { createBeginnings } from './beginnings.ts'
import { reaching } from './client.ts'
import { handleFetched } from './handle-fetched.ts'
import { createHoldings } from './holdings.ts'

const heartbeatMs = 300
const joinTimeoutMs = 30_000
/** A member that is not heard of for so long is gone. No broker takes less by default. */
const sessionTimeoutMs = 6_000
/**
 * While a group settles, its members wait for who leads it; should that one have died, until its session ends. Who gave
 * up before would be the next dead member for whom the others wait.
 */
export const consumerRequestTimeoutMs = sessionTimeoutMs + 2_000

export interface KafkaConsumptionSettings {
  readonly timeoutMs: number
  /** The ends of a topic's partitions now. */
  boundsOf(topic: string): Promise<readonly Bounds[]>
}

/** Joins, and comes back whenever kafkajs gives up, until stopped. */
export async function startKafkaConsumption(
  kafka: Kafka,
  options: ConsumeOptions,
  { timeoutMs, boundsOf }: KafkaConsumptionSettings,
): Promise<Consumption> {
  const onError = options.onError ?? (() => {})
  const holdings = createHoldings()
  const stopping = new AbortController()
  let paused = false
  let consumer: Consumer | undefined
  let stopped: Promise<void> | undefined
  const mayHandle = () => !paused && !stopping.signal.aborted
  const beginnings = createBeginnings({ options, boundsOf, onError })
  const delays = createKeyedRetryDelays(options.retryDelayMs ?? 200)
  const context = { options, holdings, onError, mayHandle, delays, heartbeatMs, beginnings, seek }

  async function join(): Promise<void> {
    const joining = createConsumer(kafka, options.group)
    const joined = Promise.withResolvers<void>()
    joining.on(joining.events.GROUP_JOIN, ({ payload }) => {
      holdings.replace(payload.memberAssignment)
      beginnings.ask(holdings.assigned(), place => begin(joining, place))
      if (paused) applyPause(joining)
      joined.resolve()
    })
    joining.on(joining.events.REBALANCING, holdings.abortAll)
    joining.on(joining.events.CRASH, ({ payload }) => {
      onError(payload.error)
      holdings.replace({})
      if (!payload.restart && joining === consumer) void comeBack()
    })
    consumer = joining
    try {
      await reaching(timeoutMs, joining.connect())
      await reaching(timeoutMs, joining.subscribe({ topics: [...options.topics], fromBeginning: true }))
      await reaching(joinTimeoutMs, joining.run(runOptions()))
      await reaching(joinTimeoutMs, joined.promise)
    } catch (error) {
      consumer = undefined
      await joining.disconnect().catch(onError)
      throw error
    }
  }

  function seek({ topic, partition, offset }: StartPlace): void {
    consumer?.seek({ topic, partition, offset: String(offset) })
  }

  /** Committed too, so that the group's place is true though no record follows. */
  function begin(joining: Consumer, { topic, partition, offset }: StartPlace): void {
    if (joining !== consumer) return
    joining.seek({ topic, partition, offset: String(offset) })
    joining.commitOffsets([{ topic, partition, offset: String(offset) }]).catch(onError)
  }

  const runOptions = () => ({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: options.concurrency ?? 4,
    eachBatch: (payload: Parameters<typeof handleFetched>[1]) => handleFetched(context, payload),
  })

  async function comeBack(): Promise<void> {
    const rejoining = createRetryDelays(500, { maxDelayMs: 4_000 })
    while (!stopping.signal.aborted) {
      await pauseFor(rejoining.next() * (1 + Math.random()), stopping.signal)
      if (stopping.signal.aborted) return
      const failed = await join().then(() => false, onFailedJoin)
      if (!failed) return
    }
  }

  function onFailedJoin(error: unknown): boolean {
    onError(error)
    return true
  }

  /** Between two lives of the consumer there is nothing to pause; joining applies it again. */
  function applyPause(to: Consumer | undefined): void {
    const topics = options.topics.map(topic => ({ topic }))
    try {
      if (paused) to?.pause(topics)
      else to?.resume(topics)
    } catch (error) {
      onError(error)
    }
  }

  function setPaused(value: boolean): void {
    paused = value
    applyPause(consumer)
  }

  async function stop(): Promise<void> {
    stopping.abort()
    beginnings.stop()
    holdings.abortAll()
    await consumer?.disconnect().catch(onError)
    holdings.replace({})
  }

  await join()
  return {
    assigned: holdings.assigned,
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

function createConsumer(kafka: Kafka, groupId: string): Consumer {
  return kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatMs,
    rebalanceTimeout: 15_000,
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: 2 * 1_048_576,
    maxBytes: 8 * 1_048_576,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
  })
}

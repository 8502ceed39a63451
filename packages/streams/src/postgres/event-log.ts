import { randomUUID } from 'node:crypto'
import type { ClientConfig, Pool } from 'pg'
import { createCoalescer } from '../coalescer.ts'
import { type ConsumeOptions, type EventLog, LogUnavailable } from '../event-log.ts'
import { bytesOf, checkName, checkRecords } from '../limits.ts'
import { appendPlaced, type PlacedRecord, place } from './append.ts'
import { createDatabase } from './connection.ts'
import { startConsumption, type WokenConsumption } from './consumption.ts'
import { createGroupStore } from './group-store.ts'
import { startListener } from './listener.ts'
import { readLag, readRecords } from './read.ts'
import { type Retention, startRetention } from './retention.ts'
import { applySchema } from './schema.ts'
import { createTopics, type StoredPartition } from './topics.ts'

export interface PostgresEventLogOptions {
  /** Used for everything but LISTEN; the caller ends it, after `close`. */
  readonly pool: Pool
  /** Of the one connection of its own that listens. */
  readonly listen: ClientConfig
  /** False sends every statement without a name, for poolers that don't know prepared ones. Default true. */
  readonly preparedStatements?: boolean
  /** Of topics that this log creates. Default 4. */
  readonly partitions?: number
  /** Without it this process deletes nothing: it must know what is still needed. */
  readonly retention?: Retention
  /** Of each statement, the wait for a connection included. Default 5,000. */
  readonly timeoutMs?: number
  readonly onError?: (error: unknown) => void
}

const leaseMs = 5_000
const heartbeatMs = 1_000

/** For one machine: the log lives in the schema `touchline_log` of one PostgreSQL, which it creates. */
export async function createPostgresEventLog(options: PostgresEventLogOptions): Promise<EventLog> {
  const { pool, listen, partitions = 4, timeoutMs = 5_000, onError = () => {} } = options
  const { preparedStatements = true } = options
  const database = createDatabase(pool, { timeoutMs, preparedStatements, unavailable })
  await applySchema(database)
  const topics = createTopics(database, partitions)
  const consumptions = new Set<WokenConsumption>()
  const appends = createCoalescer<readonly PlacedRecord[]>({
    send: calls => appendPlaced(database, calls.flat()),
    bytesOf: placed => placed.reduce((bytes, { record }) => bytes + bytesOf(record), 0),
    maxSendBytes: 2 * 1_048_576,
    maxPendingBytes: 32 * 1_048_576,
    timeoutMs,
    refuse: unavailable,
  })
  const listener = startListener({
    connection: listen,
    channel: 'touchline_log',
    onPayload: payload => dispatch(payload, consumptions),
    onListening: () => {
      for (const consumption of consumptions) consumption.groupChanged()
    },
    onLost: () => {},
    onError,
  })
  const retention = options.retention && startRetention(database, options.retention, onError)
  const read = (partition: StoredPartition, fromOffset: bigint, limit: number) =>
    readRecords(database, partition, fromOffset, limit)

  async function consume(options: ConsumeOptions) {
    checkName('group', options.group)
    const memberId = randomUUID()
    const partitions = (await Promise.all(options.topics.map(topics.partitionsOf))).flat()
    const store = createGroupStore(database, {
      group: options.group,
      memberId,
      topics: options.topics,
      leaseMs,
    })
    const joining = { options, memberId, store, partitions, leaseMs, heartbeatMs, read }
    const consumption = await startConsumption(joining)
    consumptions.add(consumption)
    return {
      ...consumption,
      async stop() {
        await consumption.stop()
        consumptions.delete(consumption)
      },
    }
  }

  return {
    capabilities: { atomicAppend: true },
    async append(topic, records) {
      checkRecords(topic, records)
      await appends.add(place(await topics.partitionsOf(topic), records))
    },
    consume,
    async lag(group, names) {
      await Promise.all(names.map(topics.partitionsOf))
      return readLag(database, group, names)
    },
    async read(topic, partition, fromOffset, limit) {
      const stored = (await topics.partitionsOf(topic))[partition]
      return stored ? read(stored, fromOffset, limit) : []
    },
    async close() {
      await appends.close()
      await Promise.all([...consumptions].map(consumption => consumption.stop()))
      await Promise.all([retention?.stop(), listener.close()])
    },
  }
}

/** `r1,2,3`: partitions that got records. `gNAME`: a group that changed. */
function dispatch(payload: string, consumptions: ReadonlySet<WokenConsumption>): void {
  const rest = payload.slice(1)
  const ids = payload.startsWith('r') ? rest.split(',').map(Number) : []
  for (const consumption of consumptions) {
    for (const id of ids) consumption.wake(id)
    if (payload.startsWith('g')) consumption.groupChanged(rest)
  }
}

function unavailable(cause: unknown): LogUnavailable {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LogUnavailable(`the log in PostgreSQL can't be reached: ${reason}`, { cause })
}

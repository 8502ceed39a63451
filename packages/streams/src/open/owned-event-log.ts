import type { KafkaSettings } from '@touchline/contracts/kafka'
import { type EventLog, LogOfAnotherSystem, LogUnavailable } from '../event-log.ts'
import { claimLog } from '../log-owner.ts'

export interface Ownership {
  readonly kafka: KafkaSettings
  readonly clientId: string
  readonly systemId: () => Promise<string | undefined>
  readonly onError: (error: unknown) => void
}

const timeoutMs = 2_000
/** How often the ids are compared anew, at the most, while one of them can't be told. */
const againAfterMs = 5_000

/**
 * The log, once its id and the database's were compared. While one of them can't be told it takes events all the same,
 * and compares again: that the database is away must not keep them out. Consuming waits for the comparison, and rejects
 * where it fails.
 */
export async function createOwnedEventLog(log: EventLog, ownership: Ownership): Promise<EventLog> {
  let foreign: LogOfAnotherSystem | undefined
  let isOurs = false
  let nextAtMs = 0

  async function compare(): Promise<void> {
    nextAtMs = Number.POSITIVE_INFINITY
    try {
      isOurs = await belongsToUs(ownership)
      if (!isOurs) throw new Error('the database did not tell the id of this system: the log is not compared')
    } catch (error) {
      if (error instanceof LogOfAnotherSystem) foreign = error
      ownership.onError(error)
    }
    nextAtMs = performance.now() + againAfterMs
  }

  function check(): void {
    if (foreign) throw foreign
    if (!isOurs && performance.now() > nextAtMs) void compare()
  }

  await compare()
  if (foreign) {
    await log.close()
    throw foreign
  }
  return {
    ...log,
    async append(topic, records) {
      check()
      await log.append(topic, records)
    },
    async consume(options) {
      // Who joins another system's group takes partitions from it: here the comparison has to have succeeded.
      if (!isOurs && !foreign) await compare()
      check()
      if (!isOurs)
        throw new LogUnavailable('whether the log is of this system could not be told: see the log')
      return log.consume(options)
    },
    async lag(group, topics) {
      check()
      return log.lag(group, topics)
    },
    async read(topic, partition, fromOffset, limit) {
      check()
      return log.read(topic, partition, fromOffset, limit)
    },
  }
}

/** False where our own id can't be told; throws LogOfAnotherSystem. */
async function belongsToUs({ kafka, clientId, systemId }: Ownership): Promise<boolean> {
  const id = await systemId()
  if (id === undefined) return false
  const log = await openSystemLog(kafka, clientId)
  try {
    const owner = await claimLog(log, id)
    if (owner === id) return true
    const { brokers, prefix } = kafka
    const names = prefix ? `with the prefix ${prefix}` : 'without a prefix'
    throw new LogOfAnotherSystem(
      `the log at ${brokers.join(',')} ${names} belongs to the system ${owner}, and the database to the system ${id}: ` +
        "set KAFKA_PREFIX to one of your own, or, if the log is this system's, run npm run log -- adopt",
    )
  } finally {
    await log.close()
  }
}

/** Where the topic of the system's id is kept for good. */
export async function openSystemLog(kafka: KafkaSettings, clientId: string): Promise<EventLog> {
  const { createKafkaEventLog } = await import('../kafka/index.ts')
  return createKafkaEventLog({ ...kafka, clientId, timeoutMs, partitions: 1, retentionMs: -1 })
}

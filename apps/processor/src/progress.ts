import {
  type CheckpointKey,
  type Database,
  lockCheckpoint,
  readCheckpoints,
  type Transaction,
} from '@touchline/db'
import type { BatchHandler, StartAt } from '@touchline/streams'
import { SystemicFault } from './jobs/enrich/apply.ts'

/**
 * How far a group has come is what the database says, in the transaction of the effects; the log's own offsets follow.
 * A partition without a checkpoint begins with the oldest record: what the log says of it was said of another database.
 */
export const startAtCheckpoints =
  (database: Pick<Database, 'pool'>, group: string): StartAt =>
  async places => {
    const known = await readCheckpoints(database, group, places)
    return places.map(
      ({ topic, partition }) =>
        known.find(one => one.topic === topic && one.partition === partition) ?? {
          topic,
          partition,
          offset: 0n,
        },
    )
  }

/** The database was set back while this process was at work: the records from there on are to be read again. */
export class CheckpointSetBack extends SystemicFault {
  readonly offset: bigint
  constructor({ group, topic, partition }: CheckpointKey, offset: bigint) {
    super(`the checkpoint of ${group} in ${topic}/${partition} was set back to ${offset}`)
    this.offset = offset
  }
}

/** What this process has brought partitions to; told by the handler, held against the database by `lock`. */
export interface Reached {
  /** Locks the checkpoint as `lockCheckpoint` does; throws CheckpointSetBack where records before `first` are to be read again. */
  lock(tx: Transaction, key: CheckpointKey, first: bigint): Promise<bigint | undefined>
  /** A handler that goes back to where the database was set back to. */
  watch(handler: BatchHandler, onSetBack: (fault: CheckpointSetBack) => void): BatchHandler
}

export function createReached(): Reached {
  const reached = new Map<string, bigint>()
  const keyOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }) =>
    `${topic}/${partition}`
  return {
    async lock(tx, key, first) {
      const from = await lockCheckpoint(tx, key)
      const before = reached.get(keyOf(key))
      const now = from ?? 0n
      if (before !== undefined && now < before && now < first) throw new CheckpointSetBack(key, now)
      return from
    },
    watch: (handler, onSetBack) => async batch => {
      try {
        const next = await handler(batch)
        reached.set(keyOf(batch), next)
        return next
      } catch (error) {
        if (!(error instanceof CheckpointSetBack)) throw error
        reached.delete(keyOf(batch))
        onSetBack(error)
        return error.offset
      }
    },
  }
}

import {
  type Database,
  inTransaction,
  lockShard,
  type OutboxRange,
  readRanges,
  shardOf,
  type Transaction,
  takeFromOutbox,
  waitingShards,
} from '@touchline/db'
import type { Broadcast, Notice } from '@touchline/streams'
import { joinRanges, toNotices, toPositionNotice } from './notices.ts'

export interface RelayOptions {
  readonly database: Database
  readonly broadcast: Broadcast
  readonly onPublished: (events: number) => void
  readonly onError: (error: unknown) => void
  /** How often to look for rows that nobody was woken for. Default 500. */
  readonly sweepMs?: number
}

export interface Relay {
  /** Call after a commit that added to the outbox of these matches. */
  wake(matchIds: Iterable<string>): void
  /** Finishes what is being published. */
  stop(): Promise<void>
}

const rangesPerTake = 64

/**
 * Publishes the outbox: take a shard's oldest rows, publish, commit. Woken at once by whoever adds rows in this
 * process; a sweep finds what a process that died left behind. Any number of relays may run: a lock on the shard,
 * held while its rows are taken, published and removed, keeps each match in order. A crash, or a broadcast that
 * fails, leaves the rows where they are, so that they are published again.
 */
export function createRelay({
  database,
  broadcast,
  onPublished,
  onError,
  sweepMs = 500,
}: RelayOptions): Relay {
  const wanted = new Set<number>()
  const draining = new Map<number, Promise<void>>()
  let stopped = false

  const start = (shard: number) => {
    wanted.add(shard)
    if (!stopped && !draining.has(shard)) draining.set(shard, drain(shard))
  }
  const drain = async (shard: number) => {
    try {
      while (!stopped && wanted.delete(shard)) {
        const taken = await relayOnce(database, broadcast, shard)
        onPublished(taken.events)
        if (taken.ranges === rangesPerTake) wanted.add(shard)
      }
    } catch (error) {
      onError(error)
    } finally {
      draining.delete(shard)
    }
  }
  const sweep = setInterval(() => {
    waitingShards(database.pool).then(shards => shards.forEach(start), onError)
  }, sweepMs)

  return {
    wake: matchIds => {
      for (const matchId of matchIds) start(shardOf(matchId))
    },
    stop: async () => {
      stopped = true
      clearInterval(sweep)
      await Promise.all(draining.values())
    },
  }
}

async function relayOnce(database: Database, broadcast: Broadcast, shard: number) {
  return inTransaction(database.pool, async tx => {
    // Losing this commit to a crash only publishes again: no need to wait for the disk.
    await tx.query('set local synchronous_commit = off')
    await lockShard(tx, shard)
    const ranges = await takeFromOutbox(tx, shard, rangesPerTake)
    const joined = joinRanges(ranges)
    const notices = broadcast.capabilities.carriesBody
      ? await withBodies(tx, joined)
      : joined.map(toPositionNotice)
    if (notices.length > 0) await broadcast.publish(notices)
    return {
      ranges: ranges.length,
      events: joined.reduce((sum, range) => sum + range.lastSeq - range.firstSeq + 1, 0),
    }
  })
}

const eventsPerRead = 1_000

/** Reads the events of the ranges, a bounded number at a time; past that, positions alone do. */
async function withBodies(tx: Transaction, ranges: readonly OutboxRange[]): Promise<Notice[]> {
  const small = ranges.filter(range => range.lastSeq - range.firstSeq < eventsPerRead)
  const large = ranges.filter(range => range.lastSeq - range.firstSeq >= eventsPerRead)
  const events = small.length > 0 ? await readRanges(tx, small) : []
  return [...toNotices(events), ...large.map(toPositionNotice)]
}

import {
  type Database,
  inTransaction,
  lockShards,
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

const rangesPerShard = 64

/**
 * Publishes the outbox: take the oldest rows of the shards that were woken, publish, commit; then those woken
 * meanwhile, so that more come at once the busier it is. Woken at once by whoever adds rows in this process; a sweep
 * finds what a process that died left behind. Any number of relays may run: a lock on each shard, held while its
 * rows are taken, published and removed, keeps each match in order. A crash, or a broadcast that fails, leaves the
 * rows where they are, so that they are published again.
 */
export function createRelay({
  database,
  broadcast,
  onPublished,
  onError,
  sweepMs = 500,
}: RelayOptions): Relay {
  const wanted = new Set<number>()
  let working: Promise<void> | undefined
  let stopped = false

  const start = (shards: Iterable<number>) => {
    for (const shard of shards) wanted.add(shard)
    if (!stopped && wanted.size > 0) working ??= drain()
  }
  const drain = async () => {
    try {
      while (!stopped && wanted.size > 0) {
        const shards = [...wanted]
        wanted.clear()
        const taken = await relayOnce(database, broadcast, shards)
        onPublished(taken.events)
        if (taken.full) start(shards)
      }
    } catch (error) {
      onError(error)
    } finally {
      working = undefined
    }
  }
  const sweep = setInterval(() => {
    waitingShards(database.pool).then(start, onError)
  }, sweepMs)

  return {
    wake: matchIds => start([...matchIds].map(shardOf)),
    stop: async () => {
      stopped = true
      clearInterval(sweep)
      await working
    },
  }
}

async function relayOnce(database: Database, broadcast: Broadcast, shards: readonly number[]) {
  return inTransaction(database.pool, async tx => {
    const [ranges] = await Promise.all([
      takeLocked(tx, shards),
      // Losing this commit to a crash only publishes again: no need to wait for the disk.
      tx.query('set local synchronous_commit = off'),
    ])
    const joined = joinRanges(ranges)
    const notices = broadcast.capabilities.carriesBody
      ? await withBodies(tx, joined)
      : joined.map(toPositionNotice)
    if (notices.length > 0) await broadcast.publish(notices)
    const events = joined.reduce((sum, range) => sum + range.lastSeq - range.firstSeq + 1, 0)
    return { events, full: ranges.length >= rangesPerShard }
  })
}

async function takeLocked(tx: Transaction, shards: readonly number[]): Promise<OutboxRange[]> {
  const [, ranges] = await Promise.all([lockShards(tx, shards), takeFromOutbox(tx, shards, rangesPerShard)])
  return ranges
}

const eventsPerRead = 1_000

/** Reads the events of the ranges, a bounded number at a time; past that, positions alone do. */
async function withBodies(tx: Transaction, ranges: readonly OutboxRange[]): Promise<Notice[]> {
  const small = ranges.filter(range => range.lastSeq - range.firstSeq < eventsPerRead)
  const large = ranges.filter(range => range.lastSeq - range.firstSeq >= eventsPerRead)
  const events = small.length > 0 ? await readRanges(tx, small) : []
  return [...toNotices(events), ...large.map(toPositionNotice)]
}

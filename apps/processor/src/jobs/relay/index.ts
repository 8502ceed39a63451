import type { MatchEvent } from '@touchline/contracts'
import {
  type Database,
  inTransaction,
  lockShards,
  type OutboxRange,
  readRanges,
  saveRelayWatermarks,
  shardOf,
  type TakenRange,
  type Transaction,
  takeFromOutbox,
  waitingShards,
} from '@touchline/db'
import type { Broadcast, Notice } from '@touchline/streams'
import { backoffMs } from '../../repeat.ts'
import { joinRanges, toNotices, toPositionNotice } from './notices.ts'
import { createRecentEvents, type RecentEvents } from './recent-events.ts'
import { createUpkeep } from './upkeep.ts'
import { createWantedShards } from './wanted-shards.ts'

export interface RelayOptions {
  readonly database: Database
  readonly broadcast: Broadcast
  readonly onPublished: (done: Published) => void
  readonly onError: (error: unknown) => void
  /** How often to look for rows that nobody was woken for. Default 500. */
  readonly sweepMs?: number
  /** A match's rows beyond this number become one while the broadcast is away. Default 256. */
  readonly maxRowsPerMatch?: number
}

/** What one pass published. */
export interface Published {
  readonly events: number
  /** How long the oldest of it had waited in the outbox; undefined where there was nothing. */
  readonly oldestMs: number | undefined
}

export interface Relay {
  /**
   * Call after a commit that added these rows to the outbox, for these events of one batch: without events, where
   * the database is to be asked for them. Critical events put their shards before those that wait.
   */
  wake(rows: readonly OutboxRange[], events: readonly MatchEvent[]): void
  /** Finishes what is being published. */
  stop(): Promise<void>
}

const rangesPerShard = 64
/** While the broadcast or the database is away, each commit would ask for it again. The sweep goes on after the pause. */
const firstBackoffMs = 50
const recentEvents = 20_000

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
  maxRowsPerMatch = 256,
}: RelayOptions): Relay {
  const wanted = createWantedShards()
  const upkeep = createUpkeep({ database, maxRowsPerMatch, onError })
  const recent = createRecentEvents(recentEvents)
  const read: ReadEvents = broadcast.capabilities.carriesBody ? eventReader(recent) : async () => undefined
  let working: Promise<void> | undefined
  let stopped = false
  let failures = 0
  let quietUntilMs = Number.NEGATIVE_INFINITY

  const start = (shards: readonly number[], urgent: readonly number[] = []) => {
    wanted.add(shards, urgent)
    if (stopped || wanted.isEmpty() || performance.now() < quietUntilMs) return
    working ??= drain()
  }
  const drain = async () => {
    let shards: readonly number[] = []
    try {
      while (!stopped && !wanted.isEmpty()) {
        shards = wanted.take()
        const taken = await relayOnce({ database, broadcast, read }, shards)
        failures = 0
        onPublished(taken)
        if (taken.full) start(shards)
      }
    } catch (error) {
      failures += 1
      quietUntilMs = performance.now() + backoffMs(failures, firstBackoffMs)
      onError(error)
      await upkeep(shards)
    } finally {
      working = undefined
    }
  }
  const sweep = setInterval(() => {
    waitingShards(database.pool).then(start, onError)
  }, sweepMs)

  return {
    wake: (rows, events) => {
      if (broadcast.capabilities.carriesBody) keepByRow(recent, rows, events)
      const urgent = events.filter(event => event.lane === 'critical')
      start(shardsOf(rows), shardsOf(urgent))
    },
    stop: async () => {
      stopped = true
      clearInterval(sweep)
      await working
    },
  }
}

const shardsOf = (places: readonly { readonly matchId: string }[]) =>
  places.map(({ matchId }) => shardOf(matchId))

/** The events of outbox rows, by match and seq; undefined where positions alone are to be sent. */
type ReadEvents = (
  tx: Transaction,
  rows: readonly OutboxRange[],
) => Promise<readonly MatchEvent[] | undefined>

interface Relaying {
  readonly database: Database
  readonly broadcast: Broadcast
  readonly read: ReadEvents
}

function relayOnce({ database, broadcast, read }: Relaying, shards: readonly number[]) {
  return inTransaction(database.pool, async tx => {
    const [rows] = await Promise.all([
      takeLocked(tx, shards),
      // Losing this commit to a crash only publishes again: no need to wait for the disk.
      tx.query('set local synchronous_commit = off'),
    ])
    const takenAtMs = performance.now()
    const publish = async () => {
      const events = await read(tx, rows)
      const positions = () => joinRanges(rows).map(toPositionNotice)
      if (events) await publishBodies(broadcast, toNotices(events, new Date()), positions)
      else if (rows.length > 0) await broadcast.publish(positions())
    }
    // Committed with the rows' removal, and sent while the notices are on their way.
    await Promise.all([publish(), saveRelayWatermarks(tx, rows)])
    const published = rows.reduce((sum, row) => sum + row.lastSeq - row.firstSeq + 1, 0)
    const oldestMs =
      rows.length === 0
        ? undefined
        : Math.max(0, ...rows.map(row => row.waitedMs)) + performance.now() - takenAtMs
    return { events: published, oldestMs, full: rows.length >= rangesPerShard }
  })
}

/** What the broadcast takes from nobody must not keep all that is relayed with it: gateways read the positions' events. */
async function publishBodies(
  broadcast: Broadcast,
  notices: readonly Notice[],
  positions: () => Notice[],
): Promise<void> {
  try {
    if (notices.length > 0) await broadcast.publish(notices)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    await broadcast.publish(positions())
  }
}

async function takeLocked(tx: Transaction, shards: readonly number[]): Promise<TakenRange[]> {
  const [, rows] = await Promise.all([lockShards(tx, shards), takeFromOutbox(tx, shards, rangesPerShard)])
  return rows
}

const eventsPerPass = 20_000

/** From memory where this process stored them, else from the database; past a bound, positions do. */
const eventReader =
  (recent: RecentEvents): ReadEvents =>
  async (tx, rows) => {
    const known = rows.map(row => ({ row, events: recent.take(row) }))
    const unknown = known.filter(({ events }) => events === undefined).map(({ row }) => row)
    const toRead = unknown.reduce((sum, row) => sum + row.lastSeq - row.firstSeq + 1, 0)
    if (toRead > eventsPerPass) return undefined
    const read = unknown.length > 0 ? await readRanges(tx, unknown) : []
    const all = [...known.flatMap(({ events }) => events ?? []), ...read]
    return all.sort((a, b) => (a.matchId < b.matchId ? -1 : a.matchId > b.matchId ? 1 : a.seq - b.seq))
  }

function keepByRow(recent: RecentEvents, rows: readonly OutboxRange[], events: readonly MatchEvent[]): void {
  const byMatch = Map.groupBy(events, (event): string => event.matchId)
  for (const row of rows) {
    const its = byMatch.get(row.matchId) ?? []
    if (its.length === row.lastSeq - row.firstSeq + 1) recent.keep(row, its)
  }
}

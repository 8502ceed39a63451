import type { MatchEvent, MatchId } from '@touchline/contracts'
import { insertEvents, inTransaction, lockMatches, saveMatches } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { emptyMatch, initialState } from '@touchline/match'
import type { Broadcast } from '@touchline/streams'
import { createMemoryBroadcast, type MemoryBroadcast } from '@touchline/streams/memory'
import { createLogger, createMetrics, type Metrics } from '@touchline/telemetry'
import { type GatewayOptions, type RunningGateway, startGateway } from '../gateway.ts'
import { eventsBetween, noticeOf, testMatch } from './match-events.ts'

/** Gateways on a database of their own, and what a processor and its relay would do to it. */
export interface TestHouse {
  readonly database: TestDatabase
  readonly broadcast: MemoryBroadcast
  /** Starts one more gateway. */
  gateway(options?: Partial<GatewayOptions>): Promise<RunningGateway & { readonly metrics: Metrics }>
  /** Stores the next events of a match, as a processor does; nobody is told. */
  store(count: number, matchId?: MatchId): Promise<readonly MatchEvent[]>
  /** Stores them and announces them. */
  publish(count: number, matchId?: MatchId): Promise<void>
  /** Loses a match's history, as a restore may, and begins a new epoch. */
  restore(matchId?: MatchId): Promise<void>
  /** Sets the database back to where a match had so many events, as a restore does; nobody is told. */
  setBack(seq: number, matchId?: MatchId): Promise<void>
  close(): Promise<void>
}

const limits = { drainMs: 200 }

export async function openHouse(): Promise<TestHouse> {
  const database = await createTestDatabase()
  const broadcast = createMemoryBroadcast()
  const running: RunningGateway[] = []
  const { pool } = database.database
  const store = (count: number, matchId = testMatch) =>
    inTransaction(pool, async tx => {
      const match = (await lockMatches(tx, [matchId], emptyMatch)).get(matchId)
      if (!match) throw new Error('a locked match is there')
      const now = new Date().toISOString()
      const events = eventsBetween(match.epoch, match.seq + 1, match.seq + count, matchId).map(event => ({
        ...event,
        ingestedAt: now,
        storedAt: now,
      }))
      await insertEvents(tx, events)
      await saveMatches(tx, [{ matchId, lastSeq: match.seq + count, state: initialState }])
      return events
    })
  return {
    database,
    broadcast,
    store,
    gateway: async (options = {}) => {
      const metrics = createMetrics('gateway-test')
      const gateway = await startGateway({ ...defaults(database, broadcast), metrics, ...options })
      running.push(gateway)
      return { ...gateway, metrics }
    },
    publish: async (count, matchId) => broadcast.publish([noticeOf(await store(count, matchId))]),
    restore: async (matchId = testMatch) => {
      await pool.query('delete from match_events where match_id = $1', [matchId])
      await pool.query('update matches set epoch = epoch + 1, last_seq = 0 where match_id = $1', [matchId])
    },
    setBack: (seq, matchId = testMatch) =>
      inTransaction(pool, async tx => {
        await tx.query('delete from match_events where match_id = $1 and seq > $2', [matchId, seq])
        await tx.query('update matches set last_seq = $2 where match_id = $1', [matchId, seq])
      }),
    close: async () => {
      await Promise.all(running.map(gateway => gateway.stop()))
      await database.drop()
    },
  }
}

const defaults = ({ database }: TestDatabase, broadcast: Broadcast) => ({
  database,
  broadcast,
  logger: createLogger({ service: 'gateway-test', level: 'silent' }),
  host: '127.0.0.1',
  port: 0,
  instance: 'test',
  limits,
})

import { setTimeout as delay } from 'node:timers/promises'
import { type MatchEvent, type MatchId, matchIdSchema } from '@touchline/contracts'
import { createDatabase, insertEvents, inTransaction, lockMatches, saveMatches } from '@touchline/db'
import { emptyMatch, initialState } from '@touchline/match'
import { createRedisBroadcast } from '@touchline/streams/redis'
import type { GatewayServices } from './gateway-host.ts'

/** Stores events and announces them, as a processor and its relay do. */
export interface EventSource {
  /** How many events of each match are stored. */
  readonly stored: ReadonlyMap<MatchId, number>
  /** How often gateways have read events so far, by the server's own count. */
  reads(): Promise<number>
  stop(): Promise<void>
}

interface Plan {
  readonly matches: readonly string[]
  /** Of all matches together. */
  readonly eventsPerSecond: number
}

export function startEvents(services: GatewayServices, { matches, eventsPerSecond }: Plan): EventSource {
  const database = createDatabase({ url: services.databaseUrl, applicationName: 'rolling-source' })
  const broadcast = createRedisBroadcast({ urls: [services.redisUrl] })
  const matchIds = matches.map(match => matchIdSchema.parse(match))
  const stored = new Map<MatchId, number>(matchIds.map(matchId => [matchId, 0]))
  let running = true

  async function storeNext(matchId: MatchId): Promise<void> {
    const seq = (stored.get(matchId) ?? 0) + 1
    const event = await inTransaction(database.pool, async tx => {
      const match = (await lockMatches(tx, [matchId], emptyMatch)).get(matchId)
      const next = eventAt(matchId, match?.epoch ?? 1, seq)
      await insertEvents(tx, [next])
      await saveMatches(tx, [{ matchId, lastSeq: seq, state: initialState }])
      return next
    })
    stored.set(matchId, seq)
    const { epoch } = event
    await broadcast.publish([
      { channel: matchId, epoch, firstSeq: seq, lastSeq: seq, body: JSON.stringify([event]) },
    ])
  }

  async function run(): Promise<void> {
    const startedMs = performance.now()
    for (let count = 0; running; count++) {
      const matchId = matchIds[count % matchIds.length]
      if (matchId) await storeNext(matchId)
      const dueMs = startedMs + ((count + 1) * 1_000) / eventsPerSecond
      await delay(Math.max(0, dueMs - performance.now()))
    }
  }

  const ran = run()
  ran.catch(() => {})
  return {
    stored,
    async reads() {
      const { rows } = await database.pool.query(
        `select coalesce(sum(calls), 0)::int as reads from pg_stat_statements
         where query ilike 'select%from match_events%'`,
      )
      return Number(rows[0]?.reads)
    },
    async stop() {
      running = false
      await ran.finally(() => Promise.all([broadcast.close(), database.close()]))
    },
  }
}

function eventAt(matchId: MatchId, epoch: number, seq: number): MatchEvent {
  const at = new Date().toISOString()
  return {
    matchId,
    epoch,
    seq,
    type: 'commentary-published',
    lane: 'normal',
    source: 'broadcast',
    sourceEventId: `${matchId}-${seq}`,
    occurredAt: at,
    ingestedAt: at,
    storedAt: at,
    clock: { period: 1, seconds: seq },
    score: { home: 0, away: 0 },
    correlationId: 'rolling',
    payload: { text: `event ${seq}`, lang: 'en' },
  }
}

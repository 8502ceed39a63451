import { setTimeout as delay } from 'node:timers/promises'
import { allTopics } from '@touchline/contracts'
import { createKafkaEventLog } from '@touchline/streams/kafka'
import pg from 'pg'
import type { Stage } from './stage.ts'

/** What is not settled yet. */
export interface Unsettled {
  /** Records of the log that no checkpoint is past. */
  readonly inFlight: number
  readonly parked: number
  readonly deferred: number
  readonly outbox: number
  /** Fans that are not connected, or not at their match's last event. */
  readonly fansBehind: number
}

const lookEveryMs = 500
/** A backlog may take long to be stored; it ends all the same. */
const longestMs = 600_000

/** Waits until nothing is on its way any more; what is left over where nothing has moved for `withinMs`. */
export async function untilQuiet(stage: Stage, withinMs: number, signal: AbortSignal): Promise<Unsettled> {
  const brokers = [`127.0.0.1:${stage.chaos.links.kafka.port}`]
  const log = createKafkaEventLog({ brokers, clientId: 'chaos' })
  const pool = new pg.Pool({
    connectionString: stage.chaos.house.databaseUrl,
    max: 1,
    statement_timeout: 10_000,
  })
  pool.on('error', () => {})
  const startedMs = Date.now()
  let [least, progressMs] = [Number.POSITIVE_INFINITY, startedMs]
  try {
    for (;;) {
      const left = await look(stage, log, pool)
      const sum = Object.values(left).reduce((a, b) => a + b, 0)
      if (sum < least) [least, progressMs] = [sum, Date.now()]
      const isLate = Date.now() > Math.min(progressMs + withinMs, startedMs + longestMs)
      if (sum === 0 || isLate || signal.aborted) return left
      await delay(lookEveryMs)
    }
  } finally {
    await pool.end()
    await log.close()
  }
}

type Log = ReturnType<typeof createKafkaEventLog>

async function look(stage: Stage, log: Log, pool: pg.Pool): Promise<Unsettled> {
  const ends = await log.lag('chaos', allTopics)
  const { rows: checkpoints } = await pool.query<{ place: string; next: string }>(
    "select topic || ' ' || partition as place, max(next_offset) as next from checkpoints group by 1",
  )
  const { rows } = await pool.query<Omit<Unsettled, 'inFlight' | 'fansBehind'>>(
    `select (select count(*)::int from parked_records) as parked,
            (select coalesce(sum(records), 0)::int from deferred_ranges) as deferred,
            (select count(*)::int from outbox) as outbox`,
  )
  const matches = await pool.query<{ id: string; seq: number }>(
    'select match_id as id, last_seq as seq from matches',
  )
  const reached = new Map(checkpoints.map(({ place, next }) => [place, Number(next)]))
  const inFlight = ends.reduce((sum, { topic, partition, endOffset }) => {
    return sum + Math.max(0, Number(endOffset) - (reached.get(`${topic} ${partition}`) ?? 0))
  }, 0)
  const heads = new Map(matches.rows.map(({ id, seq }) => [id, seq]))
  const behind = (await stage.heads()).filter(
    fan => !fan.connected || fan.seq < (heads.get(fan.matchId) ?? 0),
  )
  const { parked = 0, deferred = 0, outbox = 0 } = rows[0] ?? {}
  return { inFlight, parked, deferred, outbox, fansBehind: behind.length }
}

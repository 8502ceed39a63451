import type { Database } from '@touchline/db'
import type { EventLog, LogRecord } from '@touchline/streams'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { backfillOnce } from '../overload/backfill.ts'
import { retryOne } from '../parking/retry-parked.ts'
import { contextOn, overloadBy } from '../testing/context.ts'
import { type Mortality, mortal } from '../testing/mortal-database.ts'
import type { Script } from './script.ts'

/** What outlives a process: the offsets that the log was told. */
export interface World {
  readonly database: Database
  readonly script: Script
  readonly committed: Map<string, number>
  readonly batchRecords: number
  /** Everything that is not critical is put off at first. */
  readonly defers: boolean
}

/** One life of a processor: consumes, retries and backfills until all is done, or it dies. True if it finished. */
export async function live(
  world: World,
  diesAt: number | undefined,
): Promise<{ finished: boolean; points: number }> {
  const { database, life } = mortal(world.database, diesAt)
  const work = Promise.all([
    ...world.script.partitions.map(partition => consume(world, partition, { database, life })),
  ]).then(() => finish(world, { database, life }))
  const finished = await Promise.race([work.then(() => true), life.died.then(() => false)])
  return { finished, points: life.passed }
}

interface Living {
  readonly database: Database
  readonly life: Mortality
}

const nowMs = () => Date.parse('2026-05-01T19:00:01.000Z')
const always = { action: 'defer' as const, olderThanSeconds: 0, keepOneIn: 10 }
const deferring = { lagThresholdSeconds: 0, low: always, normal: always }

async function consume(
  world: World,
  { topic, records }: { topic: string; records: readonly LogRecord[] },
  { database, life }: Living,
): Promise<void> {
  const overload = overloadBy(world.defers ? deferring : {}, nowMs)
  const handle = createEnrichment({ ...contextOn(database, { nowMs, group: topic }), overload })
  const signal = new AbortController().signal
  for (;;) {
    const from = world.committed.get(topic) ?? 0
    const batch = records.slice(from, from + world.batchRecords)
    const [first] = batch
    if (!first) return
    const next = await handle({ topic, partition: first.partition, records: batch, signal })
    await life.pass()
    world.committed.set(topic, Number(next))
    await life.pass()
  }
}

/** What was parked and put off comes to its end; what a dead process still holds is asked for again, as the jobs do. */
async function finish({ script }: World, { database }: Living): Promise<void> {
  const context = contextOn(database, { nowMs, group: 'broadcast-events' })
  const budget = { spend: () => true, deposit: () => {} }
  const options = { context, budget, random: () => 0, onError: () => {} }
  const log = { read: reader(script) } as unknown as EventLog
  const partition = script.partitions[0]?.records[0]?.partition
  for (;;) {
    const parked = await idsOf(
      database,
      'select match_id as id from parked_matches where match_id = any($1)',
      [script.matchIds],
    )
    const ranges = await idsOf(database, 'select id from deferred_ranges where partition = $1 order by id', [
      partition,
    ])
    if (parked.length + ranges.length === 0) return
    if (parked.length > 0) await retryOne({ ...options, recordsPerTry: 2 })
    for (const id of ranges) while (await backfillOnce({ context, log, overload: overloadBy() }, id));
  }
}

const idsOf = async ({ pool }: Database, text: string, values: unknown[]): Promise<string[]> =>
  (await pool.query<{ id: string }>(text, values)).rows.map(row => row.id)

const reader =
  (script: Script) =>
  async (topic: string, _partition: number, from: bigint, limit: number): Promise<LogRecord[]> => {
    const records = script.partitions.find(partition => partition.topic === topic)?.records ?? []
    return records.filter(record => record.offset >= from).slice(0, Math.min(3, limit))
  }

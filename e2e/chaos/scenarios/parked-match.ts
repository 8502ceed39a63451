import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { percentile } from './percentile.ts'
import { type Scenario, type Scene, startLoad } from './scenario.ts'

const rounds = 3
const settleMs = 3_000
/** The others' p99 may grow by this much, in share and at least in milliseconds: a scheduler's noise. */
const [othersShare, noiseMs] = [0.05, 5]

/** Somebody holds one match's row: that match waits, in order, and no other feels it. */
export const parkedMatch: Scenario = {
  name: 'parked-match',
  summary: "one match's row is held: it is parked, the others' p99 grows by less than 5 %, nothing is lost",
  defaults: { eventsPerSecond: 2_000, seconds: 120 },
  async play(scene) {
    const { stage, say, signal, db } = scene
    const [held = ''] = stage.matches
    await startLoad(scene, 0.01)
    await delay(settleMs, undefined, { signal })
    const calm: number[] = []
    const parking: number[] = []
    let parkedRecords = 0
    for (let round = 0; round < rounds; round += 1) {
      await delay(settleMs, undefined, { signal })
      say('calm')
      calm.push(await othersDuring(scene, held, async () => {}))
      say(`${held} is held`)
      const release = await hold(db, held)
      parking.push(
        await othersDuring(scene, held, async () => {
          parkedRecords = Math.max(parkedRecords, await countParked(db))
        }).finally(release),
      )
    }
    const [calmMs, parkedMs] = [percentile(calm, 0.5), percentile(parking, 0.5)]
    return {
      offers: [],
      targets: async () => {
        const left = await countParked(db)
        return [
          {
            name: 'its events wait, and are all stored after',
            figure: `${parkedRecords} parked at once, ${left} left`,
            ok: parkedRecords > 0 && left === 0,
          },
          {
            name: "the others' p99, ingest to stored, is what it was",
            figure: `${parkedMs.toFixed(1)} ms, ${calmMs.toFixed(1)} ms without; rounds ${texts(parking)} and ${texts(calm)}`,
            ok: parkedMs <= calmMs * (1 + othersShare) + noiseMs,
          },
        ]
      },
    }
  },
}

const texts = (figures: readonly number[]) => figures.map(figure => figure.toFixed(0)).join(', ')

async function hold(db: pg.Pool, matchId: string): Promise<() => Promise<void>> {
  const client = await db.connect()
  await client.query('begin')
  await client.query('select 1 from matches where match_id = $1 for update', [matchId])
  return async () => {
    await client.query('rollback')
    client.release()
  }
}

/** p99 from ingest to stored of all other matches' events that came in meanwhile. */
async function othersDuring(
  { options, signal, db }: Scene,
  held: string,
  atEnd: () => Promise<void>,
): Promise<number> {
  const fromMs = Date.now()
  await delay((options.seconds * 1_000) / rounds / 2, undefined, { signal })
  await atEnd()
  const { rows } = await db.query<{ p99: number | null }>(
    `select percentile_disc(0.99) within group (order by extract(epoch from stored_at - ingested_at) * 1000)::float8 as p99
     from match_events where match_id <> $1 and ingested_at between $2 and now() - interval '500 ms'`,
    [held, new Date(fromMs)],
  )
  return rows[0]?.p99 ?? Number.POSITIVE_INFINITY
}

async function countParked(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>('select count(*)::int as count from parked_records')
  return rows[0]?.count ?? 0
}

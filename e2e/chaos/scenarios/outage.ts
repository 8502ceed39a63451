import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { freeze } from '../house/process-tree.ts'
import { type Scenario, type Scene, startLoad, type Target } from './scenario.ts'

const falseLetters = 20
const recoverWithinMs = 90_000

interface Outage {
  readonly name: string
  /** Fails every call from now on; the answer mends it. */
  begin(scene: Scene): Promise<() => Promise<void> | void>
}

const outages: readonly Outage[] = [
  {
    name: 'every insert is refused as if the data were at fault',
    async begin({ db }) {
      const check = 'alter table match_events add constraint chaos_check check (false) not valid'
      await persistently(db, check)
      return () => persistently(db, 'alter table match_events drop constraint chaos_check')
    },
  },
  {
    name: 'PostgreSQL hangs',
    begin: async ({ stage }) => freeze(stage.chaos.service('postgres').pid),
  },
  {
    name: 'PostgreSQL is gone',
    async begin({ stage }) {
      const postgres = stage.chaos.service('postgres')
      await postgres.kill('SIGQUIT')
      return postgres.start
    },
  },
]

const lockAttempts = 50

/** A table under load gives its lock to nobody who waits for long: short tries. */
async function persistently(db: pg.Pool, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await db.connect()
    try {
      await client.query("set lock_timeout = '2s'")
      await client.query(statement)
      return
    } catch (error) {
      if (attempt === lockAttempts) throw error
    } finally {
      client.release()
    }
  }
}

/** A dependency that fails every call looks like poison in every record, and is none. */
export const outage: Scenario = {
  name: 'outage',
  summary: 'PostgreSQL fails every call, three ways, 10 s each: at most 20 false dead letters, nothing lost',
  defaults: { eventsPerSecond: 10_000, seconds: 10 },
  async play(scene) {
    const { stage, options, say, signal, db } = scene
    await startLoad(scene, 0.01)
    const targets: Target[] = []
    let before = 0
    for (const { name, begin } of outages) {
      await delay(3_000, undefined, { signal })
      say(name)
      const end = await begin(scene)
      await delay(options.seconds * 1_000, undefined, { signal }).finally(end)
      const { firstMs, allMs } = await stage.fresh(Date.now(), recoverWithinMs)
      const letters = await countLetters(db)
      targets.push({
        name: `${name}: at most ${falseLetters} false dead letters`,
        figure: `${letters - before}; fresh events after ${firstMs ?? 'never'} ms, at every fan after ${allMs ?? 'never'} ms`,
        ok: letters - before <= falseLetters && allMs !== null,
      })
      before = letters
    }
    return { offers: [], targets: () => targets }
  },
}

async function countLetters(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>('select count(*)::int as count from dead_letters')
  return rows[0]?.count ?? 0
}

import type { Offer } from '@touchline/checker'
import pg from 'pg'
import { openStage, type Stage } from '../run/stage.ts'
import { type Course, reachVerdict, type Verdict } from '../run/verdict.ts'

export interface ScenarioOptions {
  readonly seed: number
  readonly eventsPerSecond: number
  readonly seconds: number
  readonly matches: number
  readonly fans: number
  readonly keep: boolean
}

/** Something that must hold at the end, with its figure. */
export interface Target {
  readonly name: string
  readonly figure: string
  readonly ok: boolean
}

/** What a scenario has seen by the time its load may stop. */
export interface Outcome {
  /** Beside what the load has noted. */
  readonly offers: readonly Offer[]
  targets(verdict: Verdict, db: pg.Pool): Target[] | Promise<Target[]>
}

/** One act of breaking things in a certain way, at a certain load. */
export interface Scenario {
  readonly name: string
  readonly summary: string
  readonly defaults: { readonly eventsPerSecond: number; readonly seconds: number }
  play(scene: Scene): Promise<Outcome>
}

export interface Scene extends Course {
  readonly stage: Stage
  /** To the database itself, past every link. */
  readonly db: pg.Pool
  readonly options: ScenarioOptions
}

export interface ScenarioReport extends Verdict {
  readonly name: string
  readonly targets: readonly Target[]
  readonly tookSeconds: number
  readonly folder: string | null
}

const firstEventsWithinMs = 60_000

/** Plays one scenario on a house of its own, and holds it to its targets. */
export async function playScenario(
  scenario: Scenario,
  options: ScenarioOptions,
  course: Course,
): Promise<ScenarioReport> {
  const startedMs = Date.now()
  course.say(`${scenario.name}: starting a house`)
  const stage = await openStage({ matches: options.matches })
  const connectionString = stage.chaos.house.databaseUrl
  const db = new pg.Pool({ connectionString, max: 4, statement_timeout: 30_000 })
  db.on('error', () => {})
  let good = false
  try {
    await stage.startFans(options.fans)
    const outcome = await scenario.play({ ...course, stage, db, options })
    const verdict = await reachVerdict(stage, course, outcome.offers)
    const targets = await outcome.targets(verdict, db)
    good = verdict.ok && targets.every(target => target.ok)
    const tookSeconds = Math.round((Date.now() - startedMs) / 1_000)
    const folder = options.keep || !good ? stage.folder : null
    return { ...verdict, ok: good, name: scenario.name, targets, tookSeconds, folder }
  } catch (error) {
    course.say(`journals and logs: ${stage.folder}`)
    throw error
  } finally {
    await db.end()
    await stage.stop(options.keep || !good)
  }
}

/** Starts the load, and waits until its events reach every fan. */
export async function startLoad({ stage, options }: Scene, goalShare: number): Promise<void> {
  const sinceMs = Date.now()
  const { seed, eventsPerSecond } = options
  await stage.startLoad({
    ...{
      seed,
      eventsPerSecond,
      goalShare,
      batch: Math.max(1, Math.min(50, Math.round(eventsPerSecond / 100))),
    },
    ...{ malformedShare: 0, duplicateShare: 0.01, sourcesShare: 0 },
  })
  const { allMs } = await stage.fresh(sinceMs, firstEventsWithinMs)
  if (allMs === null) throw new Error('no events reached the fans')
}

import { setTimeout as delay } from 'node:timers/promises'
import type { FansFigures } from '../fans/fans-worker.ts'
import { befall } from '../faults/befall.ts'
import { nameOf, type ScheduledFault } from '../faults/fault.ts'
import { planFaults } from '../faults/schedule.ts'
import { openStage, type Stage } from './stage.ts'
import { type Course, reachVerdict, type Verdict } from './verdict.ts'

export interface ChaosOptions {
  readonly seed: number
  readonly faults: number
  readonly secondsPerFault: number
  readonly eventsPerSecond: number
  readonly matches: number
  readonly fans: number
  /** Keeps journals and logs; they are kept after a bad end in any case. */
  readonly keep: boolean
}

export interface FaultRecord {
  readonly name: string
  readonly atMs: number
  /** From its end until a fresh event reached the first fan, and every fan; null: not within a minute. */
  readonly firstMs: number | null
  readonly allMs: number | null
  readonly error?: string
}

export interface ChaosReport extends Verdict {
  readonly seed: number
  readonly faults: readonly FaultRecord[]
  readonly fans: FansFigures
  /** Apps that ended by themselves, and how often. */
  readonly endedByThemselves: Readonly<Record<string, number>>
  readonly tookSeconds: number
  /** Where the journals are, if they were kept. */
  readonly folder: string | null
}

const recoverWithinMs = 60_000
/** The smallest that the door's spool can be, so that it is full at once. */
export const tinySpool = { INGEST_SPOOL_BYTES: '1048576' }

/** One run: a house under load, faults by schedule, a verdict. Ends by itself. */
export async function runChaos(options: ChaosOptions, course: Course): Promise<ChaosReport> {
  const { say } = course
  const startedMs = Date.now()
  const schedule = planFaults(options)
  say(`seed ${options.seed}: starting a house`)
  const stage = await openStage({ matches: options.matches, env: tinySpool })
  let good = false
  try {
    await startPlay(stage, options)
    const faults = await playSchedule(stage, schedule, course)
    const verdict = await reachVerdict(stage, course)
    good = verdict.ok && faults.every(fault => fault.error === undefined)
    const fans = await stage.fanFigures()
    const tookSeconds = Math.round((Date.now() - startedMs) / 1_000)
    const endedByThemselves = stage.chaos.supervisor.ended()
    const folder = options.keep || !good ? stage.folder : null
    return { ...verdict, ok: good, seed: options.seed, faults, fans, endedByThemselves, tookSeconds, folder }
  } catch (error) {
    say(`journals and logs: ${stage.folder}`)
    throw error
  } finally {
    await stage.stop(options.keep || !good)
  }
}

async function startPlay(stage: Stage, { fans, seed, eventsPerSecond }: ChaosOptions): Promise<void> {
  await stage.startFans(fans)
  const sinceMs = Date.now()
  await stage.startLoad({
    ...{ seed, eventsPerSecond, batch: 10, goalShare: 0.02 },
    ...{ malformedShare: 0.01, duplicateShare: 0.05, sourcesShare: 0.1 },
  })
  const { allMs } = await stage.fresh(sinceMs, recoverWithinMs)
  if (allMs === null) throw new Error('no events reached the fans, before any fault')
}

async function playSchedule(
  stage: Stage,
  schedule: readonly ScheduledFault[],
  { say, signal }: Course,
): Promise<FaultRecord[]> {
  const scene = { chaos: stage.chaos, load: stage.load, signal }
  const startedMs = Date.now()
  const mended: Promise<void>[] = []
  const records: Promise<FaultRecord>[] = []
  try {
    for (const scheduled of schedule) {
      await delay(Math.max(0, startedMs + scheduled.atMs - Date.now()), undefined, { signal })
      say(describe(scheduled))
      const playing = befall(scene, scheduled.fault, scheduled.lastsMs)
      mended.push(playing)
      records.push(recordOf(stage, scheduled, playing))
    }
    return await Promise.all(records)
  } finally {
    // Whoever gives up must not leave something half killed, or starting, behind.
    await Promise.allSettled(mended)
  }
}

/** Never rejects. */
async function recordOf(
  stage: Stage,
  { fault, atMs }: ScheduledFault,
  playing: Promise<void>,
): Promise<FaultRecord> {
  const name = nameOf(fault)
  try {
    await playing
    return { name, atMs, ...(await stage.fresh(Date.now(), recoverWithinMs)) }
  } catch (error) {
    return { name, atMs, firstMs: null, allMs: null, error: String(error) }
  }
}

const describe = ({ fault, lastsMs }: ScheduledFault): string =>
  lastsMs > 0 ? `${nameOf(fault)} for ${(lastsMs / 1_000).toFixed(1)} s` : nameOf(fault)

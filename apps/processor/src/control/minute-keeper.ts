import {
  createLeadership,
  type Database,
  factsOfMinute,
  forgetPipelineMinutes,
  type PipelineFacts,
  readPipelineFacts,
  savePipelineMinute,
} from '@touchline/db'
import { type Repeating, repeat } from '../repeat.ts'

export interface MinuteKeeperOptions {
  readonly database: Database
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
  readonly onError: (error: unknown) => void
  /** Default 5,000. */
  readonly intervalMs?: number
}

const leadershipKey = 727_105
const minuteMs = 60_000
const keptDays = 7
const minutesPerForgetting = 60

/** Keeps each minute of the pipeline for seven days, made of what it looked like every few seconds. One processor does it. */
export function createMinuteKeeper(options: MinuteKeeperOptions): Repeating {
  const { database, nowMs, onError, intervalMs = 5_000 } = options
  const leadership = createLeadership(database, leadershipKey)
  let minute = 0
  let samples: PipelineFacts[] = []
  const close = async () => {
    const facts = factsOfMinute(samples)
    if (facts) await savePipelineMinute(database, new Date(minute * minuteMs), facts)
    samples = []
    if (minute % minutesPerForgetting === 0) await forgetPipelineMinutes(database, keptDays)
  }
  const work = async () => {
    if (!(await leadership.holds())) {
      samples = []
      return
    }
    const at = new Date(nowMs())
    const now = Math.floor(at.getTime() / minuteMs)
    if (now !== minute) await close()
    minute = now
    samples.push(await readPipelineFacts(database, at))
  }
  const looks = repeat({ everyMs: intervalMs, work, onError })
  return {
    stop: async () => {
      await looks.stop()
      await leadership.release().catch(onError)
    },
  }
}

import {
  createLeadership,
  type Database,
  factsOfMinute,
  forgetPipelineMinutes,
  type LeadersWrite,
  type PipelineFacts,
  readPipelineFacts,
  savePipelineMinute,
} from '@touchline/db'
import { type Repeating, repeat } from '../repeat.ts'

export interface MinuteKeeperOptions {
  readonly database: Database
  /** Names this process among those that may lead. */
  readonly holder: string
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
  readonly onError: (error: unknown) => void
  /** Default 5,000. */
  readonly intervalMs?: number
}

const minuteMs = 60_000
const keptDays = 7
const minutesPerForgetting = 60

/** Keeps each minute of the pipeline for seven days, made of what it looked like every few seconds. One processor does it. */
export function createMinuteKeeper(options: MinuteKeeperOptions): Repeating {
  const { database, holder, nowMs, onError, intervalMs = 5_000 } = options
  const leadership = createLeadership(database, 'pipeline-minutes', { holder })
  let minute = 0
  let samples: PipelineFacts[] = []
  const close = async (write: LeadersWrite) => {
    const facts = factsOfMinute(samples)
    samples = []
    await write(async tx => {
      if (facts) await savePipelineMinute(tx, new Date(minute * minuteMs), facts)
      if (minute % minutesPerForgetting === 0) await forgetPipelineMinutes(tx, keptDays)
    })
  }
  const look = async (write: LeadersWrite) => {
    const at = new Date(nowMs())
    const now = Math.floor(at.getTime() / minuteMs)
    if (now !== minute) await close(write)
    minute = now
    samples.push(await readPipelineFacts(database, at))
    return true
  }
  const work = async () => {
    const leads = await leadership.lead(look)
    if (!leads) samples = []
  }
  const looks = repeat({ everyMs: intervalMs, work, onError })
  return {
    stop: async () => {
      await looks.stop()
      await leadership.release().catch(onError)
    },
  }
}

import type { IncomingMessage } from 'node:http'
import { clockOf } from '../providers/http-source.ts'
import type { ClockSkew, Provider } from './clock-skew.ts'

/** The clock of a source that we call, by the `Date` of its answers. */
export interface AnsweredClock {
  /** Called with the head of each answer. */
  read(response: IncomingMessage): void
  /** By how much to set back the times in what this answer brings. */
  skewMs(): number
}

export function createAnsweredClock(clocks: ClockSkew, provider: Provider): AnsweredClock {
  let skewMs = 0
  return {
    read(response) {
      const theirSeconds = clockOf(response)
      skewMs =
        theirSeconds === undefined ? 0 : clocks.observe({ ...provider, theirSeconds, ourMs: Date.now() })
    },
    skewMs: () => skewMs,
  }
}

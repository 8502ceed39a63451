import { publicErrorOf } from '@touchline/api'
import type { Logger } from '@touchline/telemetry'

const quietMs = 1_000

/** Logs what nobody expected, a line a second at most and the number left out; callers' own faults are not ours. */
export function createFailureLog(logger: Logger): (error: unknown) => void {
  let nextAtMs = 0
  let leftOut = 0
  return error => {
    const { code } = publicErrorOf(error)
    if (code !== 'internal' && code !== 'unavailable') return
    if (Date.now() < nextAtMs) {
      leftOut++
      return
    }
    nextAtMs = Date.now() + quietMs
    logger.warn({ err: error, code, leftOut }, 'gateway: a failure')
    leftOut = 0
  }
}

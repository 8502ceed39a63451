import type { Caller } from '@touchline/api'
import type { Identity } from '@touchline/contracts'
import type { Meters } from './meters.ts'

/** All plain HTTP shares places; a response is pulled by its connection, so nothing waits here. */
export function httpCaller(identity: Identity, enter: Caller['enter'], meters: Meters): Caller {
  return {
    identity,
    enter: kind => {
      const release = enter(kind)
      if (!release || kind === 'call') return release
      meters.count('feeds', 1)
      let held = true
      return () => {
        if (held) meters.count('feeds', -1)
        held = false
        release()
      }
    },
    take: async frames => meters.wrote(frames.length),
  }
}

import { type MatchStatus, type Source, sourceSchema } from '@touchline/contracts'
import type { SourceActivity } from '@touchline/db'

/** `live`: told something lately; `quiet`: not for a while; `silent`: not for a minute; `none`: nothing of this match. */
export type PulseState = 'live' | 'quiet' | 'silent' | 'none'

export interface SourcePulse {
  readonly source: Source
  readonly state: PulseState
  /** The start of the newest ten seconds in which it told something. */
  readonly newestAt: string | null
  /** Events in the last minute, a second. */
  readonly perSecond: number
}

/** A window tells its start, and is written a few seconds after its end. */
const liveMs = 25_000
const silentMs = 60_000

/** How each source does. Of a match that is not live nothing is expected, so that nothing is silent. */
export function sourcePulses(
  activity: readonly SourceActivity[],
  { status, now }: { readonly status: MatchStatus; readonly now: Date },
): SourcePulse[] {
  return sourceSchema.options.map(source => {
    const its = activity.find(one => one.source === source)
    if (!its) return { source, state: 'none', newestAt: null, perSecond: 0 }
    const ageMs = now.getTime() - its.newestAt.getTime()
    const perSecond = Math.round((its.eventsLastMinute / 60) * 10) / 10
    return { source, state: stateOf(ageMs, status), newestAt: its.newestAt.toISOString(), perSecond }
  })
}

function stateOf(ageMs: number, status: MatchStatus): PulseState {
  if (ageMs < liveMs) return 'live'
  return status === 'live' && ageMs >= silentMs ? 'silent' : 'quiet'
}

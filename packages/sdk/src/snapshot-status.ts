import type { Clock, EventVersionContent, MatchEvent, MatchSnapshot, MatchStatus } from '@touchline/contracts'
import { isAhead, plainPlayTypes } from '@touchline/contracts/wire'
import { isRevision } from './current-event.ts'

type Told = Pick<EventVersionContent, 'type' | 'clock'> & { readonly payload: object }

/** Play may go on only in a period: cards, injuries and substitutions come in breaks too. */
const play: ReadonlySet<string> = new Set(['period-started', 'goal-scored', 'shot-taken', ...plainPlayTypes])

/** The match's status after an event, as far as it can be told without the events that came before. */
export function statusAfter({ status, clock }: MatchSnapshot, event: MatchEvent): MatchStatus {
  if (event.source !== 'broadcast' || event.isBackup) return status
  if (!isRevision(event)) return told(status, clock, event)
  const { previous } = event.payload
  const before = previous && !previous.isBackup ? takenBack(status, previous) : status
  return event.type === 'event-revised' ? told(before, clock, event.payload.event) : before
}

function told(status: MatchStatus, clock: Clock, { type, payload, clock: at }: Told): MatchStatus {
  if (type === 'status-changed') return ruled((payload as { readonly status: string }).status)
  if (type === 'match-ended') return 'ended'
  const isLate = !isAhead(at, clock)
  if (type === 'period-ended') return isLate || status === 'ended' ? status : 'paused'
  const goesOn = play.has(type) && mayGoOn(status, type, at.period > clock.period)
  return goesOn && (!isLate || status === 'scheduled') ? 'live' : status
}

/** A pause ends with play, full time with a later period, a ruling with the start of a period alone. */
function mayGoOn(status: MatchStatus, type: string, isLaterPeriod: boolean): boolean {
  if (status === 'scheduled' || status === 'paused') return true
  return status === 'ended' ? isLaterPeriod : type === 'period-started'
}

const ruled = (status: string): MatchStatus => (status === 'resumed' ? 'live' : (status as MatchStatus))

/** A withdrawn end lets the match go on; what else held before is not known here. */
function takenBack(status: MatchStatus, { type, payload }: Told): MatchStatus {
  if (type === 'match-ended' && status === 'ended') return 'live'
  if (type === 'period-ended' && status === 'paused') return 'live'
  const isRuling = type === 'status-changed' && status === ruled((payload as { status: string }).status)
  return isRuling ? 'live' : status
}

import {
  type Clock,
  type EventType,
  type EventVersionContent,
  formatPosition,
  type MatchEvent,
  type MatchState,
  type SourceEvent,
} from '@touchline/contracts'
import type { EventVersion, StandingEvent } from '@touchline/db'
import {
  carriedState,
  isBackup,
  isFactType,
  laneOfRevision,
  revisionNanos,
  revisionNumber,
} from '@touchline/match'
import { type Applied, asStored } from './apply-rules.ts'

export interface Enriched {
  readonly event: SourceEvent
  readonly epoch: number
  readonly seq: number
  /** The match's state as the feed has told it up to here. */
  readonly shown: MatchState
  readonly standing: StandingEvent | undefined
  readonly applied: Applied
  readonly storedAt: string
  readonly correlationId: string
}

/** The row, and the feed's event, that a source event becomes, with the state that it led to where that isn't plain. */
export function toMatchEvent(enriched: Enriched): MatchEvent {
  const told = withoutState(enriched)
  const { match, change } = enriched.applied
  const state = carriedState({ before: enriched.shown, after: match.state, change }, told)
  return state ? { ...told, state } : told
}

function withoutState({
  event,
  epoch,
  seq,
  standing,
  applied,
  storedAt,
  correlationId,
}: Enriched): MatchEvent {
  const { clock, change, match, lane } = applied
  const told = { period: clock.period, seconds: Math.round(clock.seconds * 100) / 100 }
  const common = {
    matchId: event.matchId,
    epoch,
    seq,
    source: event.source,
    sourceEventId: event.sourceEventId,
    occurredAt: asStored(event.occurredAt),
    ingestedAt: asStored(event.ingestedAt),
    storedAt,
    clock: told,
    score: match.state.score,
    correlationId,
    ...(isBackup(match, change.identity) && { isBackup: true }),
    ...(event.source === 'broadcast' && !event.clock && { isClockDerived: true }),
  }
  if (!standing && event.type !== 'event-withdrawn') {
    return { ...common, type: event.type, lane, payload: event.payload } as MatchEvent
  }
  const types = [change.before?.type, change.after?.type].filter(type => type !== undefined) as EventType[]
  return { ...common, ...revisionOf(event, standing, told), lane: laneOfRevision(types) } as MatchEvent
}

function revisionOf(event: SourceEvent, standing: StandingEvent | undefined, clock: Clock) {
  const revision = revisionNumber(event.revision)
  const about = {
    position: standing ? formatPosition(standing) : null,
    ...(revision !== undefined && { revision }),
    previous: standing ? previousOf(standing) : null,
  }
  if (event.type === 'event-withdrawn') return { type: 'event-withdrawn', payload: about }
  const { type, payload } = event
  const revised = { type, occurredAt: asStored(event.occurredAt), clock, payload }
  return { type: 'event-revised', payload: { ...about, event: revised } }
}

function previousOf({ content, clock, isBackup: wasBackup }: StandingEvent): EventVersionContent | null {
  if (!content) return null
  return { ...content, payload: { ...content.payload }, clock, ...(wasBackup && { isBackup: true }) }
}

/** What is kept of a version beside the feed's event. */
export function toVersion({ event, standing, applied }: Enriched): EventVersion {
  const { before, after, provider } = applied.change
  return {
    provider,
    version: standing ? standing.version + 1 : 0,
    revision: revisionNumber(event.revision),
    revisionNanos: revisionNanos(event.revision),
    clockSkewMs: event.clockSkewMs,
    isClockTold: event.clock !== undefined,
    revisesFact:
      standing !== undefined && [before, after].some(content => content && isFactType(content.type)),
  }
}

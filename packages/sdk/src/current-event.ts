import type { EventType, EventVersionContent, MatchEvent, Score, Side } from '@touchline/contracts'
import { formatPosition, parsePosition } from '@touchline/contracts/wire'

export type RevisionEvent = Extract<MatchEvent, { type: 'event-revised' | 'event-withdrawn' }>

/** One version of an event, in the order in which the feed told of them. */
export interface EventVersion {
  /** Where the feed tells of it. */
  readonly seq: number
  readonly storedAt: string
  readonly revision?: number
  /** Null: it was withdrawn. */
  readonly content: EventVersionContent | null
}

/** An event as it now stands, under the `seq` at which it first came. */
export type CurrentEvent = MatchEvent & {
  /** Present once it was revised: its newest versions, at most 20, the one that holds last. */
  readonly versions?: readonly EventVersion[]
  /** It does not count any more; what it said last is still in it. */
  readonly isWithdrawn?: boolean
  /** `epoch:seq` of the event that this stands for, where that one was never received. */
  readonly standsFor?: string
}

const versionsMax = 20

export const isRevision = (event: MatchEvent): event is RevisionEvent =>
  event.type === 'event-revised' || event.type === 'event-withdrawn'

const nowIn = (event: RevisionEvent): EventVersionContent | null =>
  event.type === 'event-revised' ? event.payload.event : null

const contentOf = ({ type, occurredAt, clock, payload }: MatchEvent): EventVersionContent => ({
  type,
  occurredAt,
  clock,
  payload,
})

const versionOf = (event: RevisionEvent): EventVersion => ({
  seq: event.seq,
  storedAt: event.storedAt,
  ...(event.payload.revision !== undefined && { revision: event.payload.revision }),
  content: nowIn(event),
})

/** The event after a revision or withdrawal of it; one that was taken in before changes nothing. */
export function reviseEvent(current: CurrentEvent, revision: RevisionEvent): CurrentEvent {
  const versions = current.versions ?? [
    { seq: current.seq, storedAt: current.storedAt, content: contentOf(current) },
  ]
  if (versions.some(({ seq }) => seq >= revision.seq)) return current
  const { isWithdrawn: _, isBackup: __, ...kept } = current
  const now = nowIn(revision)
  const { previous } = revision.payload
  const delta = scoreChange(revision)
  return {
    ...kept,
    ...(now ?? previous),
    ...(now === null ? { isWithdrawn: true } : { lane: revision.lane, score: sum(current.score, delta) }),
    ...((revision.isBackup || (now === null && previous?.isBackup)) && { isBackup: true }),
    versions: [...versions, versionOf(revision)].slice(-versionsMax),
  } as CurrentEvent
}

/** What is left to show of an event that was never received itself; undefined where that is nothing. */
export function standIn(revision: RevisionEvent): CurrentEvent | undefined {
  const content = nowIn(revision) ?? revision.payload.previous
  if (!content) return undefined
  const standsFor = revision.payload.position ?? formatPosition(revision)
  const isWithdrawn = revision.type === 'event-withdrawn'
  return {
    ...revision,
    ...(content as object),
    ...{ standsFor, versions: [versionOf(revision)], ...(isWithdrawn && { isWithdrawn }) },
  } as CurrentEvent
}

/** Where a revision's event stands in a list in the order of `seq`; -1 where it does not. */
export function indexOfRevised(events: readonly CurrentEvent[], revision: RevisionEvent): number {
  const { position } = revision.payload
  const place = position === null ? undefined : parsePosition(position)
  if (!place || place.epoch !== revision.epoch) return -1
  const index = indexFrom(events, place.seq)
  if (events[index]?.seq === place.seq && !events[index].standsFor) return index
  return events.findIndex(({ standsFor }) => standsFor === position)
}

/** The first event that does not lie before `seq`. */
export function indexFrom(events: readonly CurrentEvent[], seq: number): number {
  let [low, high] = [0, events.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((events[middle]?.seq ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}

/** How the score moves with a goal that is revised: by nothing where it is none. */
export function scoreChange(revision: RevisionEvent): Score {
  const { previous } = revision.payload
  const now = nowIn(revision)
  const counted = now && { ...now, ...(revision.isBackup && { isBackup: true as const }) }
  const [before, after] = [goalOf(previous), goalOf(counted)]
  return { home: after.home - before.home, away: after.away - before.away }
}

const shootOutPeriod = 5

function goalOf(content: EventVersionContent | null): Score {
  const isGoal = content?.type === ('goal-scored' satisfies EventType)
  if (!isGoal || content.isBackup || content.clock.period === shootOutPeriod) return { home: 0, away: 0 }
  const team = content.payload.team as Side
  return { home: Number(team === 'home'), away: Number(team === 'away') }
}

const sum = (score: Score, change: Score): Score => ({
  home: Math.max(0, score.home + change.home),
  away: Math.max(0, score.away + change.away),
})

/** Goals after a revised one tell the score as it was then, without it: theirs moves as well. */
export function withScoresMoved(
  events: readonly CurrentEvent[],
  afterSeq: number,
  change: Score,
): readonly CurrentEvent[] {
  if (change.home === 0 && change.away === 0) return events
  return events.map(event =>
    event.seq > afterSeq && event.type === 'goal-scored'
      ? { ...event, score: sum(event.score, change) }
      : event,
  )
}

import type { FeedGap, FeedSkip, Frame, MatchEvent, MatchSnapshot } from '@touchline/contracts'
import { isMarker } from '@touchline/contracts/wire'
import type { FeedCounts, FeedStatus } from './feed-state.ts'
import { applyEvent, emptySnapshot, shownBy, startedOver } from './match-snapshot.ts'

/** A state of the caller's own, kept from every frame. `apply` gets what came since the last render, oldest first. */
export interface FrameFold<T> {
  readonly initial: T
  apply(state: T, frames: readonly Frame[]): T
}

/** From the source's arrival at ingest to here, by this machine's clock, over the newest 50 live events. */
export interface Latency {
  readonly lastMs: number
  readonly medianMs: number
}

/** An event on its way to here, by this machine's clock. */
export interface Arrived {
  readonly event: MatchEvent
  readonly atMs: number
}

/** What the gateway left out last, and told of. */
export interface Omission {
  readonly marker: FeedSkip | FeedGap
  readonly atMs: number
}

export interface MatchView<T> {
  readonly status: FeedStatus
  /** Undefined until the match's state or a first event is known. */
  readonly snapshot: MatchSnapshot | undefined
  /** The newest events, oldest first, at most `maxEvents`. */
  readonly events: readonly MatchEvent[]
  readonly lastSeq: number
  /** The last event that the gateway had when the view was opened: what lies beyond it is news. */
  readonly openedAtSeq: number | undefined
  readonly counts: FeedCounts
  readonly latency: Latency | undefined
  /** The newest event that came while the feed was live. */
  readonly newest: Arrived | undefined
  readonly omission: Omission | undefined
  readonly folded: T
}

export interface Arrival {
  readonly frame: Frame
  readonly atMs: number
  /** Whether the feed was live then; what is replayed says nothing about latency. */
  readonly live: boolean
}

export interface ViewState<T> {
  /** The match as the gateway knew it. */
  readonly head: MatchSnapshot | undefined
  /** What the frames up to here led to; its `lastSeq` is the place at which the feed goes on. */
  readonly played: MatchSnapshot
  readonly events: readonly MatchEvent[]
  readonly latenciesMs: readonly number[]
  readonly newest: Arrived | undefined
  readonly omission: Omission | undefined
  readonly received: number
  readonly folded: T
}

const latencyWindow = 50

export const initialViewState = <T>(matchId: string, initial: T): ViewState<T> => ({
  head: undefined,
  played: emptySnapshot(matchId),
  events: [],
  latenciesMs: [],
  newest: undefined,
  omission: undefined,
  received: 0,
  folded: initial,
})

/** Takes what came since the last render. */
export function applyArrivals<T>(
  state: ViewState<T>,
  arrivals: readonly Arrival[],
  fold: FrameFold<T>,
  maxEvents: number,
): ViewState<T> {
  const frames = arrivals.map(arrival => arrival.frame)
  const lastReset = frames.findLastIndex(frame => frame.type === 'feed-reset')
  const kept = lastReset >= 0 ? [] : state.events
  const events = frames.slice(lastReset + 1).filter((frame): frame is MatchEvent => !isMarker(frame))
  return {
    head: lastReset >= 0 ? headAfter(frames[lastReset], state) : state.head,
    played: frames.reduce(play, state.played),
    events: [...kept, ...events].slice(-maxEvents),
    latenciesMs: [...state.latenciesMs, ...arrivals.flatMap(latencyOf)].slice(-latencyWindow),
    newest: arrivals.flatMap(arrivedLive).at(-1) ?? state.newest,
    omission: arrivals.flatMap(omitted).at(-1) ?? state.omission,
    received: state.received + frames.length,
    folded: fold.apply(state.folded, frames),
  }
}

/** What a reset shows until the events have come so far. */
const headAfter = <T>(frame: Frame | undefined, { head, played }: ViewState<T>): MatchSnapshot | undefined =>
  frame?.type === 'feed-reset' ? shownBy(frame, played.fixture ?? head?.fixture ?? null) : undefined

const play = (played: MatchSnapshot, frame: Frame): MatchSnapshot =>
  frame.type === 'feed-reset' ? startedOver(played, frame.epoch) : applyEvent(played, frame)

function arrivedLive({ frame, atMs, live }: Arrival): Arrived[] {
  return live && !isMarker(frame) ? [{ event: frame, atMs }] : []
}

function omitted({ frame, atMs }: Arrival): Omission[] {
  return frame.type === 'feed-skipped' || frame.type === 'feed-gap' ? [{ marker: frame, atMs }] : []
}

const latencyOf = (arrival: Arrival): number[] =>
  arrivedLive(arrival).map(({ event, atMs }) => Math.max(0, atMs - Date.parse(event.ingestedAt)))

/** What to show: the match as the gateway knew it until the replay has passed that place. */
export function snapshotOf<T>({ head, played }: ViewState<T>): MatchSnapshot | undefined {
  if (!head) return played.lastSeq > 0 ? played : undefined
  const behind = head.epoch > played.epoch || (head.epoch === played.epoch && head.lastSeq > played.lastSeq)
  return behind || played.lastSeq === 0 ? head : { ...played, fixture: played.fixture ?? head.fixture }
}

export function latencyIn(latenciesMs: readonly number[]): Latency | undefined {
  const lastMs = latenciesMs.at(-1)
  if (lastMs === undefined) return undefined
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  return { lastMs, medianMs: sorted[Math.floor(sorted.length / 2)] ?? lastMs }
}

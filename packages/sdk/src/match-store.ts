import type { Clock, Lane, MatchSnapshot } from '@touchline/contracts'
import { formatPosition } from '@touchline/contracts/wire'
import type { FeedOptions, MatchFeed } from './feed.ts'
import {
  defaultRules,
  type FeedCounts,
  type FeedStart,
  type FeedStatus,
  initialFeedState,
} from './feed-state.ts'
import { emptySnapshot } from './match-snapshot.ts'
import {
  type Arrival,
  applyArrivals,
  type FrameFold,
  initialViewState,
  latencyIn,
  type MatchView,
  snapshotOf,
  type ViewState,
} from './match-view.ts'
import type { MatchHandle } from './touchline.ts'
import { touchlineErrorOf } from './touchline-error.ts'

export interface MatchStoreOptions<T> {
  /**
   * `start` replays the whole match into the view; `live` (the default) starts from its snapshot; a match clock such as
   * `63:00` begins there, and shows the match as it was then.
   */
  readonly from?: FeedStart
  /** 0 to 60: the view stays so far behind what happens, its snapshot too. */
  readonly delaySeconds?: number
  readonly lanes?: readonly Lane[]
  /** 200. */
  readonly maxEvents?: number
  readonly fold: FrameFold<T>
}

/** A match's view for one page: runs while someone subscribes, keeps its place in between. */
export interface MatchStore<T> {
  subscribe(listener: () => void): () => void
  view(): MatchView<T>
}

const flushMs = 100
const maxPending = 1_000
const defaultMaxEvents = 200
const noCounts: FeedCounts = { received: 0, duplicates: 0, gaps: 0, disconnects: 0, skipped: 0, malformed: 0 }

export function createMatchStore<T>(match: MatchHandle, options: MatchStoreOptions<T>): MatchStore<T> {
  const { from = 'live', delaySeconds = 0, lanes, maxEvents = defaultMaxEvents, fold } = options
  const rewound = from !== 'live' && from !== 'start'
  const listeners = new Set<() => void>()
  let state = initialViewState(match.matchId, fold.initial)
  let status: FeedStatus = initialFeedState(defaultRules, undefined, Date.now()).status
  let earlier = noCounts
  let openedAtSeq: number | undefined
  let feed: MatchFeed | undefined
  let pending: Arrival[] = []
  let flushing: ReturnType<typeof setTimeout> | undefined
  let run: AbortController | undefined
  /** Whether the feed itself has shown the match as it stands: what was asked for before it may be of a lost history. */
  let feedShowed = false
  let shown = compose()

  function compose(): MatchView<T> {
    return {
      status,
      snapshot: snapshotOf(state),
      events: state.events,
      lastSeq: state.played.lastSeq,
      openedAtSeq,
      counts: { ...sum(earlier, feed?.counts ?? noCounts), received: state.received },
      latency: latencyIn(state.latenciesMs),
      newest: state.newest,
      omission: state.omission,
      folded: state.folded,
    }
  }

  function flush(): void {
    clearTimeout(flushing)
    flushing = undefined
    if (pending.length > 0) state = applyArrivals(state, pending, fold, maxEvents)
    pending = []
    shown = compose()
    for (const listener of listeners) listener()
  }

  function later(): void {
    if (pending.length >= maxPending) flush()
    else flushing ??= setTimeout(flush, flushMs)
  }

  function says(next: FeedStatus): void {
    status = next
    later()
  }

  function knows(head: MatchSnapshot): void {
    openedAtSeq ??= head.lastSeq
    if (!feedShowed)
      state = knowing(state, rewound && isPast(from, head.clock) ? asBefore(head) : head, from === 'live')
    later()
  }

  async function follow(signal: AbortSignal): Promise<void> {
    feedShowed = false
    const asked = match.get(delaySeconds > 0 ? { delaySeconds } : {}).then(knows, () => {})
    if (from === 'live' && !feed) await asked
    if (signal.aborted) return
    const opened = match.feed({ from, signal, ...(delaySeconds > 0 && { delaySeconds }), ...place() })
    earlier = sum(earlier, feed?.counts ?? noCounts)
    feed = opened
    opened.onStatus(next => {
      if (!signal.aborted) says(next)
    })
    await read(opened, signal)
  }

  async function read(opened: MatchFeed, signal: AbortSignal): Promise<void> {
    for await (const frame of opened) {
      if (signal.aborted) return
      feedShowed ||= frame.type === 'feed-reset' && frame.snapshot !== undefined
      pending.push({ frame, atMs: Date.now(), live: opened.status.tag === 'live' })
      later()
    }
  }

  function place(): FeedOptions {
    if (lanes) return { lanes }
    const { epoch, lastSeq: seq } = state.played
    return seq > 0 ? { lastEventId: formatPosition({ epoch, seq }) } : {}
  }

  function start(): void {
    run = new AbortController()
    const { signal } = run
    status = { tag: 'connecting', sinceMs: Date.now() }
    follow(signal).catch((cause: unknown) => {
      if (!signal.aborted) says({ tag: 'closed', sinceMs: Date.now(), error: touchlineErrorOf(cause) })
    })
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) start()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        run?.abort()
        flush()
      }
    },
    view: () => shown,
  }
}

const knowing = <T>(state: ViewState<T>, head: MatchSnapshot, begins: boolean): ViewState<T> => ({
  ...state,
  head,
  ...(begins && state.played.lastSeq === 0 && { played: head }),
})

const periodStartMinutes = [0, 45, 90, 105, 120]

/** Whether play has gone beyond a match clock; what has not been played begins live. */
function isPast(clock: string, { period, seconds }: Clock): boolean {
  const [minutes = 0, rest = 0] = clock.split(':').map(Number)
  return minutes * 60 + rest < (periodStartMinutes[period - 1] ?? 0) * 60 + seconds
}

/** Of a match that is watched from an earlier place only who plays is told beforehand. */
const asBefore = ({ matchId, epoch, fixture, updatedAt }: MatchSnapshot): MatchSnapshot => ({
  ...emptySnapshot(matchId),
  epoch,
  fixture,
  updatedAt,
})

const sum = (a: FeedCounts, b: FeedCounts): FeedCounts => ({
  received: a.received + b.received,
  duplicates: a.duplicates + b.duplicates,
  gaps: a.gaps + b.gaps,
  disconnects: a.disconnects + b.disconnects,
  skipped: a.skipped + b.skipped,
  malformed: a.malformed + b.malformed,
})

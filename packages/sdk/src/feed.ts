import type { FeedInput as FeedRequest, Frame, Lane } from '@touchline/contracts'
import { formatPosition, parsePosition } from '@touchline/contracts/wire'
import {
  defaultRules,
  type FeedCounts,
  type FeedInput,
  type FeedStart,
  type FeedState,
  type FeedStatus,
  initialFeedState,
} from './feed-state.ts'
import { isFrame } from './frame-check.ts'
import { createInbox } from './inbox.ts'
import { transition } from './match-feed.ts'
import { createKeptPlace, type PositionStorage } from './persist.ts'
import { retryDelayMs } from './retry.ts'
import { TouchlineError } from './touchline-error.ts'
import type { Subscribe } from './wire.ts'

export interface FeedOptions {
  /**
   * `start` replays the match from its first event, `live` (the default) begins with the next one, and a match clock
   * such as `63:00` begins there and goes on into live.
   */
  readonly from?: FeedStart
  /** 0 to 60: how far the feed stays behind what happens, so that it tells nothing that the picture does not show. */
  readonly delaySeconds?: number
  /** True: nothing is left out, however slow the connection; it may fall far behind instead. */
  readonly complete?: boolean
  readonly lanes?: readonly Lane[]
  readonly lang?: string
  /** Resume after this position, `epoch:seq`; wins over `from`. */
  readonly lastEventId?: string
  /** Keeps the place under this key, and begins there next time; a `lastEventId` wins over it. */
  readonly persist?: string
  /** Where `persist` keeps it; `localStorage`. */
  readonly storage?: PositionStorage
  readonly signal?: AbortSignal
  /** Frames held for a slow consumer (2,048). Past it the subscription is dropped, and resumed when half are read. */
  readonly bufferFrames?: number
}

/** Iterate it once; leaving the loop, `close` and the signal all end it. */
export interface MatchFeed extends AsyncIterable<Frame> {
  readonly status: FeedStatus
  /** The position of the last frame read, `epoch:seq`: keep it to resume later. */
  readonly lastEventId: string | undefined
  readonly counts: FeedCounts
  /** Calls back after each change of status; returns what stops that. */
  onStatus(listener: (status: FeedStatus) => void): () => void
  close(): void
}

const tickMs = 250
const defaultBufferFrames = 2_048

/** Runs the machine: its inputs come from `subscribe`, a timer and the reader; what it emits goes to the inbox. */
export function createFeed(matchId: string, options: FeedOptions, subscribe: Subscribe): MatchFeed {
  const { signal, lanes, from = 'live', bufferFrames = defaultBufferFrames } = options
  const freshMs = defaultRules.freshMs + (options.delaySeconds ?? 0) * 1_000
  const rules = { ...defaultRules, contiguous: !lanes, from, freshMs }
  const kept = options.persist ? createKeptPlace(options.persist, matchId, options.storage) : undefined
  const resumeAfter = options.lastEventId === undefined ? kept?.read() : parsePosition(options.lastEventId)
  let state = initialFeedState(rules, resumeAfter, Date.now())
  const inbox = createInbox<Frame>(bufferFrames)
  const listeners = new Set<(status: FeedStatus) => void>()
  let readUpTo = resumeAfter
  let stop = () => {}
  let retry: ReturnType<typeof setTimeout> | undefined
  let ticking: ReturnType<typeof setInterval> | undefined

  function apply(input: FeedInput): void {
    const before = state
    state = transition(state, input)
    if (state.emitted) inbox.push(state.emitted)
    follow(before)
    if (state.status !== before.status) for (const listener of listeners) listener(state.status)
    if (isFull()) apply({ tag: 'held', nowMs: Date.now() })
  }
  const isFull = () => inbox.size >= bufferFrames && state.subscription.tag === 'open'

  function follow(before: FeedState): void {
    const { generation, tag, attempt } = state.subscription
    if (generation === before.subscription.generation && tag === before.subscription.tag) return
    clearTimeout(retry)
    stop()
    stop = () => {}
    if (tag === 'open') retry = setTimeout(open, attempt === 0 ? 0 : retryDelayMs(attempt))
  }

  function open(): void {
    const { generation } = state.subscription
    const request = {
      matchId: matchId as FeedRequest['matchId'],
      from,
      ...(lanes && { lanes: [...lanes] }),
      ...(options.lang && { lang: options.lang }),
      ...(options.delaySeconds && { delaySeconds: options.delaySeconds }),
      ...(options.complete && { complete: true }),
      ...(state.position && { lastEventId: formatPosition(state.position) }),
    }
    stop = subscribe(request, {
      opened: () => apply({ tag: 'opened', generation, nowMs: Date.now() }),
      frame: frame =>
        apply(
          isFrame(frame)
            ? { tag: 'frame', generation, frame, nowMs: Date.now() }
            : { tag: 'malformed', generation, nowMs: Date.now() },
        ),
      disconnected: () => apply({ tag: 'disconnected', generation, nowMs: Date.now() }),
      ended: error => {
        if (error && !error.retryable && generation === state.subscription.generation) close(error)
        else apply({ tag: 'ended', generation, failed: error !== undefined, nowMs: Date.now() })
      },
    })
  }

  function close(error?: TouchlineError): void {
    signal?.removeEventListener('abort', onAbort)
    clearInterval(ticking)
    clearTimeout(retry)
    apply({ tag: 'closed', nowMs: Date.now(), ...(error && { error }) })
    stop()
    stop = () => {}
    // The frame at which the loop was left counts as read.
    if (readUpTo) kept?.keep(readUpTo)
    kept?.flush()
    inbox.close(error)
  }
  const onAbort = () => close()

  async function* read(): AsyncGenerator<Frame, void, undefined> {
    try {
      for (;;) {
        const frame = await inbox.take()
        if (!frame) return
        readUpTo = { epoch: frame.epoch, seq: frame.seq }
        yield frame
        kept?.keep(readUpTo)
        if (state.subscription.tag === 'held' && inbox.size <= bufferFrames / 2)
          apply({ tag: 'resumed', nowMs: Date.now() })
      }
    } finally {
      close()
    }
  }

  function start(): AsyncGenerator<Frame, void, undefined> {
    if (ticking) throw new TouchlineError('invalid-input', 'A feed can be iterated once: open another one.')
    ticking = setInterval(() => apply({ tag: 'tick', nowMs: Date.now() }), tickMs)
    if (signal?.aborted) close()
    else {
      signal?.addEventListener('abort', onAbort, { once: true })
      open()
    }
    return read()
  }

  return {
    get status() {
      return state.status
    },
    get lastEventId() {
      return readUpTo && formatPosition(readUpTo)
    },
    get counts() {
      return state.counts
    },
    onStatus(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => close(),
    [Symbol.asyncIterator]: start,
  }
}

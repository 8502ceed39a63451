import type { FeedInput as FeedRequest, Frame, Lane } from '@touchline/contracts'
import { formatPosition, parsePosition } from '@touchline/contracts/wire'
import {
  defaultRules,
  type FeedCounts,
  type FeedInput,
  type FeedState,
  type FeedStatus,
  initialFeedState,
} from './feed-state.ts'
import { createInbox } from './inbox.ts'
import { transition } from './match-feed.ts'
import { retryDelayMs } from './retry.ts'
import { TouchlineError } from './touchline-error.ts'

export interface FeedOptions {
  /** `start` replays the match from its first event; `live` (the default) begins with the next one. */
  readonly from?: 'start' | 'live'
  readonly lanes?: readonly Lane[]
  readonly lang?: string
  /** Resume after this position, `epoch:seq`; wins over `from`. */
  readonly lastEventId?: string
  readonly signal?: AbortSignal
  /** Frames held for a slow consumer (2,048). Past it the subscription is dropped, and resumed when half are read. */
  readonly bufferFrames?: number
}

/** What one subscription tells the feed. */
export interface FeedObserver {
  opened(): void
  frame(frame: Frame): void
  disconnected(): void
  ended(error?: TouchlineError): void
}

/** Opens one subscription; returns what stops it. May replay what was sent before: the feed drops doubles. */
export type Subscribe = (request: FeedRequest, observer: FeedObserver) => () => void

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
  const rules = { ...defaultRules, contiguous: !lanes, from }
  const resumeAfter = options.lastEventId === undefined ? undefined : parsePosition(options.lastEventId)
  let state = initialFeedState(rules, resumeAfter, Date.now())
  const inbox = createInbox<Frame>(bufferFrames)
  const listeners = new Set<(status: FeedStatus) => void>()
  let readUpTo = options.lastEventId
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
      ...(state.position && { lastEventId: formatPosition(state.position) }),
    }
    stop = subscribe(request, {
      opened: () => apply({ tag: 'opened', generation, nowMs: Date.now() }),
      frame: frame => apply({ tag: 'frame', generation, frame, nowMs: Date.now() }),
      disconnected: () => apply({ tag: 'disconnected', generation, nowMs: Date.now() }),
      ended: error => {
        if (error && !error.retryable && generation === state.subscription.generation) close(error)
        else apply({ tag: 'ended', generation, nowMs: Date.now() })
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
    inbox.close(error)
  }
  const onAbort = () => close()

  async function* read(): AsyncGenerator<Frame, void, undefined> {
    try {
      for (;;) {
        const frame = await inbox.take()
        if (!frame) return
        readUpTo = formatPosition(frame)
        yield frame
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
      return readUpTo
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

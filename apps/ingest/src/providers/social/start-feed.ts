import type { IncomingMessage } from 'node:http'
import { sourceEventIdSchema } from '@touchline/contracts'
import { continueTrace } from '@touchline/telemetry'
import { fullJitterMs, pause } from '../../backoff.ts'
import { type AnsweredClock, createAnsweredClock } from '../../clock-skew/answered-clock.ts'
import type { Outcome } from '../../outcome.ts'
import { openSource } from '../http-source.ts'
import { keepPace } from '../pace.ts'
import { addressBelow, type Endpoint } from '../provider-name.ts'
import type { RunningSource, SourceContext } from '../running-source.ts'
import { reasonOf, SourceFailure } from '../source-failure.ts'
import { startSourceLoop } from '../source-loop.ts'
import { createFeedPlaces } from './feed-places.ts'
import { createLineSplitter, type Line } from './line-splitter.ts'
import { type ParsedLine, parseLine } from './parse-line.ts'
import { chunksUnlessSilent } from './silence.ts'

type Post = Extract<ParsedLine, { kind: 'post' }>
type PlacedPost = Post & { readonly place: string }

const maxBatchPosts = 1_000

/**
 * Follows one feed's stream: connect after the last id that stands in the log, take what has arrived, append it
 * as one batch, read on. Nothing is read while an append is pending or the source is over its rate, so a slow log
 * slows the feed, not us.
 */
export function startFeed(feed: Endpoint, context: SourceContext): RunningSource {
  const { cursors, limits, buckets, clocks } = context
  const clock = createAnsweredClock(clocks, { source: 'social', provider: feed.id })
  const cursorKey = `social:${feed.id}`
  let after: string | undefined
  const places = createFeedPlaces()

  const work = async (signal: AbortSignal, progress: () => void) => {
    after ??= await cursors.load(cursorKey)
    const stream = await connect(feed, after, limits.streamConnectTimeoutMs, signal)
    places.startAfter(after)
    clock.read(stream)
    const lines = createLineSplitter(limits.deadLetterBytes)
    for await (const chunk of chunksUnlessSilent(stream, limits.streamSilenceMs)) {
      const arrived = lines.push(chunk.bytes)
      if (arrived.length === 0) continue
      await take(arrived, signal)
      chunk.heard()
      progress()
    }
    throw new SourceFailure('ended', 'the feed ended its stream')
  }
  const take = async (arrived: readonly Line[], signal: AbortSignal) => {
    const posts = arrived.map(line => parseLine(line, limits.lineBytes)).filter(line => line.kind === 'post')
    for (let start = 0; start < posts.length; start += maxBatchPosts) {
      const batch = posts
        .slice(start, start + maxBatchPosts)
        .map(post => ({ ...post, place: places.next(ownId(post)) }))
      const outcomes = await acceptPatiently({ feed, clock, posts: batch }, context, signal)
      buckets.social.take(batch.length)
      const lastId = lastAcceptedId(batch, outcomes)
      if (lastId === undefined) continue
      after = lastId
      await cursors.save(cursorKey, after)
    }
    await keepPace('social', feed.id, context, signal)
  }
  return startSourceLoop({ source: 'social', provider: feed.id, work }, context)
}

async function connect(feed: Endpoint, after: string | undefined, timeoutMs: number, signal: AbortSignal) {
  const attempt = new AbortController()
  const late = () => attempt.abort(new SourceFailure('timeout', `no stream within ${timeoutMs} ms`))
  const timer = setTimeout(late, timeoutMs)
  const url = addressBelow(feed, 'stream', { after })
  const either = AbortSignal.any([signal, attempt.signal])
  const opened = openSource({ url, accept: 'application/x-ndjson', signal: either })
  return opened.finally(() => clearTimeout(timer)) satisfies Promise<IncomingMessage>
}

/** Offers the same posts until the log has taken them; rejects only when stopped. */
async function acceptPatiently(
  { feed, clock, posts }: { feed: Endpoint; clock: AnsweredClock; posts: readonly PlacedPost[] },
  { door, limits, accounts, logger }: SourceContext,
  signal: AbortSignal,
): Promise<Outcome[]> {
  const arrival = {
    source: 'social' as const,
    provider: feed.id,
    traceparent: continueTrace(undefined),
    items: posts.map(post => post.item),
    rawOf: (index: number) => posts[index]?.raw ?? { bytes: Buffer.alloc(0) },
    placeOf: (index: number) => posts[index]?.place ?? '',
    skewMs: clock.skewMs(),
  }
  const backoff = { baseMs: limits.backoffBaseMs, capMs: limits.backoffCapMs }
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await door.accept(arrival)
    } catch (error) {
      accounts.sourceFailed('social', feed.id, reasonOf(error))
      if (attempt === 0)
        logger.warn({ provider: feed.id, err: error }, 'events could not be stored: holding the stream')
      await pause(fullJitterMs(attempt, backoff), signal)
    }
  }
}

/** The feed's own id of the last post that was accepted; a refused line's id is not trusted as a place. */
function lastAcceptedId(posts: readonly Post[], outcomes: readonly Outcome[]): string | undefined {
  const last = outcomes.findLastIndex(
    (outcome, index) => outcome.status === 'accepted' && ownId(posts[index]),
  )
  return last === -1 ? undefined : ownId(posts[last])
}

function ownId(post: Post | undefined): string | undefined {
  const item = post?.item
  const id =
    typeof item === 'object' && item !== null && 'sourceEventId' in item ? item.sourceEventId : undefined
  return sourceEventIdSchema.safeParse(id).data
}

/** A process of its own: subscribes to matches over tRPC's wire and takes the time from due to received. */
import { WebSocket } from 'ws'
import { createRecorder, type Histogram } from './histogram.ts'

export type FansOrder =
  | { readonly kind: 'subscribe'; readonly url: string; readonly matches: readonly string[] }
  | { readonly kind: 'peek' | 'take' }

export type FansReport =
  | { readonly kind: 'subscribed' }
  | {
      readonly kind: 'figures'
      readonly latency: Histogram
      readonly received: number
      readonly outOfOrder: number
      readonly errors: number
    }

const recorder = createRecorder()
const counts = { received: 0, outOfOrder: 0, errors: 0 }

interface Message {
  readonly id?: number
  readonly error?: unknown
  readonly result?: {
    readonly type: string
    readonly data?: { readonly data: { seq: number; occurredAt: string } }
  }
}

function subscribe(url: string, matchId: string): Promise<void> {
  const socket = new WebSocket(url)
  const onEvent = createEventCounter()
  const input = { matchId, from: 'start' }
  const request = { id: 1, method: 'subscription', params: { path: 'match.feed', input } }
  socket.on('open', () => socket.send(JSON.stringify(request)))
  const started = Promise.withResolvers<void>()
  socket.on('error', started.reject)
  socket.on('message', (data: Buffer) => {
    const nowMs = Date.now()
    const text = data.toString()
    if (text === 'PING') return socket.send('PONG')
    const heard = read(text)
    if (heard === 'started') started.resolve()
    else if (heard === 'error') counts.errors += 1
    else if (heard) onEvent(heard, nowMs)
  })
  return started.promise
}

type TimedEvent = { readonly seq: number; readonly occurredAt: string }

/** What a message of the server says: an event, that the subscription stands, or that something failed. */
function read(text: string): TimedEvent | 'started' | 'error' | undefined {
  const { result, error } = JSON.parse(text) as Message
  if (error) return 'error'
  return result?.type === 'started' ? 'started' : result?.data?.data
}

/** Counts one feed's events, those out of order too, and takes the time from due to received. */
function createEventCounter() {
  let lastSeq = 0
  return ({ seq, occurredAt }: TimedEvent, nowMs: number) => {
    counts.received += 1
    if (seq !== lastSeq + 1) counts.outOfOrder += 1
    lastSeq = seq
    recorder.record(nowMs - Date.parse(occurredAt))
  }
}

process.on('message', async (order: FansOrder) => {
  if (order.kind === 'subscribe') {
    await Promise.all(order.matches.map(matchId => subscribe(order.url, matchId)))
    process.send?.({ kind: 'subscribed' } satisfies FansReport)
  } else {
    const latency = order.kind === 'take' ? recorder.take() : recorder.peek()
    process.send?.({ kind: 'figures', latency, ...counts } satisfies FansReport)
  }
})

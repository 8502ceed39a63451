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
  let lastSeq = 0
  const onEvent = ({ seq, occurredAt }: { seq: number; occurredAt: string }, nowMs: number) => {
    counts.received += 1
    if (seq !== lastSeq + 1) counts.outOfOrder += 1
    lastSeq = seq
    recorder.record(nowMs - Date.parse(occurredAt))
  }
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => {
      const input = { matchId, from: 'start' }
      socket.send(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'match.feed', input } }))
    })
    socket.on('message', (data: Buffer) => {
      const nowMs = Date.now()
      const text = data.toString()
      if (text === 'PING') return socket.send('PONG')
      const { result, error } = JSON.parse(text) as Message
      if (error) counts.errors += 1
      if (result?.type === 'started') resolve()
      if (result?.data) onEvent(result.data.data, nowMs)
    })
  })
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

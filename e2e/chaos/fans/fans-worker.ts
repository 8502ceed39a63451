/** A process of its own: fans with sockets, who write down all that they receive. */
import { createWriteStream, type WriteStream } from 'node:fs'
import { digestOf } from '@touchline/checker'
import type { MatchEvent } from '@touchline/contracts'
import { createRecorder, type Histogram } from '../../bench/histogram.ts'
import { serveOrders } from '../worker.ts'
import { type Fan, startFan } from './fan.ts'
import { createFreshness, type Fresh, type Freshness } from './freshness.ts'

/** The fan at index i follows `matches[i % matches.length]`, every third of them from where it comes in. */
export interface FanSettings {
  readonly url: string
  readonly fans: number
  readonly matches: readonly string[]
  readonly journalFile: string
}

export type FansOrder =
  | { readonly kind: 'start'; readonly settings: FanSettings }
  | { readonly kind: 'heads' | 'figures' | 'stop' }
  | { readonly kind: 'fresh'; readonly sinceMs: number; readonly withinMs: number }

export interface FanHead {
  readonly matchId: string
  readonly from: 'start' | 'live'
  readonly connected: boolean
  /** 0: nothing yet. */
  readonly seq: number
}

/** Latencies from when an event was first sent to a socket, since the last time they were asked for. */
export interface FansFigures {
  readonly received: number
  readonly connections: number
  readonly resets: number
  readonly errors: readonly string[]
  readonly all: Histogram
  readonly critical: Histogram
}
export type FreshAnswer = Fresh

const keptErrors = 20
const followOf = ({ matches }: FanSettings, fan: number) => ({
  matchId: matches[fan % matches.length] ?? '',
  from: fan % 3 === 2 ? ('live' as const) : ('start' as const),
})

interface Crowd {
  readonly fans: readonly Fan[]
  readonly heads: () => FanHead[]
  readonly figures: () => FansFigures
  readonly freshness: Freshness
  stop(): Promise<void>
}

function start(settings: FanSettings): Crowd {
  const journal = createWriteStream(settings.journalFile, { highWaterMark: 8 << 20 })
  const freshness = createFreshness(settings.fans)
  const [all, critical] = [createRecorder(), createRecorder()]
  const seqs = new Array<number>(settings.fans).fill(0)
  const counts = { received: 0, resets: 0 }
  const errors: string[] = []
  const onEvent = (fan: number, event: MatchEvent) => {
    const nowMs = Date.now()
    const occurredAtMs = Date.parse(event.occurredAt)
    counts.received += 1
    seqs[fan] = Math.max(seqs[fan] ?? 0, event.seq)
    note(journal, fan, event)
    if (journal.writableNeedDrain) holdUntilDrained(journal, fans)
    if (event.source === 'broadcast') all.record(nowMs - occurredAtMs)
    if (event.lane === 'critical') critical.record(nowMs - occurredAtMs)
    freshness.seen(fan, occurredAtMs, nowMs)
  }
  const fans = Array.from({ length: settings.fans }, (_, fan) =>
    startFan({
      url: settings.url,
      wanted: followOf(settings, fan),
      onEvent: event => onEvent(fan, event),
      onReset: () => {
        counts.resets += 1
      },
      onError: text => {
        if (errors.length < keptErrors) errors.push(text)
      },
    }),
  )
  return {
    fans,
    freshness,
    heads: () =>
      fans.map((fan, index) => ({
        ...followOf(settings, index),
        connected: fan.connected(),
        seq: seqs[index] ?? 0,
      })),
    figures: () => ({
      ...counts,
      errors,
      connections: fans.reduce((sum, fan) => sum + fan.connections(), 0),
      all: all.take(),
      critical: critical.take(),
    }),
    stop: () => {
      for (const fan of fans) fan.stop()
      return new Promise(resolve => journal.end(resolve))
    },
  }
}

function note(journal: WriteStream, fan: number, event: MatchEvent): void {
  const { epoch, seq, source, sourceEventId, score } = event
  const line = [fan, epoch, seq, source, sourceEventId, score.home, score.away, digestOf(event)]
  journal.write(`${JSON.stringify(line)}\n`)
}

/** The disk is behind: nobody reads on until it is not. */
function holdUntilDrained(journal: WriteStream, fans: readonly Fan[]): void {
  if (journal.listenerCount('drain') > 0) return
  for (const fan of fans) fan.pause()
  journal.once('drain', () => {
    for (const fan of fans) fan.resume()
  })
}

let crowd: Crowd | undefined
const running = (): Crowd => {
  if (!crowd) throw new Error('no fan has come yet')
  return crowd
}

serveOrders<FansOrder>(async order => {
  if (order.kind === 'start') crowd = start(order.settings)
  else if (order.kind === 'fresh') return running().freshness.await(order.sinceMs, order.withinMs)
  else if (order.kind === 'heads') return running().heads()
  else if (order.kind === 'figures') return running().figures()
  else await running().stop()
})

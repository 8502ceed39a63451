import { RawSocket } from '../../bench/fanout/wire/raw-socket.ts'
import { type ConnectionCoverage, Coverage, type CoverageCounts } from './coverage.ts'
import { type Heard, read, relayedAtMs, requestIdOf } from './heard.ts'

export interface CrowdFanOptions {
  /** Of the gateways; which of them are there, a fan finds out by trying. */
  readonly ports: readonly number[]
  readonly localAddress: string | undefined
  /** All followed on one socket, from their beginning. */
  readonly matches: readonly string[]
  readonly counts: CoverageCounts
  /** After a connection was lost: the time until the next one stood. */
  onResumed(afterMs: number): void
  onError(text: string): void
  /** A connection has ended: with the gateway's code, without one, or before it was one. */
  onEnded(how: string): void
  /** Where events are to be timed: how long after they were announced they came. */
  readonly onAge?: (ageMs: number) => void
}

interface Connection {
  readonly raw: RawSocket
  readonly port: number
  readonly feeds: readonly ConnectionCoverage[]
  missingStarts: number
  isOpen: boolean
}

// As the SDK does.
const [firstRetryMs, maxRetryMs] = [200, 15_000]

/** What a client has to do to stay, at the least cost: place, counters, and a way back with jitter. */
export class CrowdFan {
  readonly #options: CrowdFanOptions
  readonly #feeds: readonly Coverage[]
  #current: Connection | undefined
  /** Taken while the current one is still there: the gateway has asked to move on. */
  #next: Connection | undefined
  #portIndex = Math.floor(Math.random() * 1_000)
  #attempt = 0
  #lostAtMs: number | undefined
  #stopped = false

  constructor(options: CrowdFanOptions) {
    this.#options = options
    this.#feeds = options.matches.map(() => new Coverage(options.counts))
    this.#current = this.#connect()
  }

  /** Whether all its subscriptions stand. */
  get isLive(): boolean {
    return this.#current?.missingStarts === 0
  }

  seqOf(matchId: string): number | undefined {
    return this.#feeds[this.#options.matches.indexOf(matchId)]?.seq
  }

  cut(): void {
    this.#current?.raw.destroy()
  }

  pause(): void {
    this.#current?.raw.pause()
  }

  resume(): void {
    this.#current?.raw.resume()
  }

  stop(): void {
    this.#stopped = true
    this.#current?.raw.destroy()
    this.#next?.raw.destroy()
  }

  #connect(): Connection {
    const { ports, matches, localAddress } = this.#options
    const port = ports[this.#portIndex % ports.length] ?? 0
    const raw = new RawSocket({
      port,
      path: '/trpc',
      localAddress,
      handshakeTimeoutMs: 5_000,
      wants: () => true,
      onOpen: () => {
        connection.isOpen = true
        matches.forEach((_, index) => void raw.send(this.#subscription(connection, index)))
      },
      onClosed: code => {
        this.#options.onEnded(connection.isOpen ? String(code ?? 'without a code') : 'refused')
        this.#onClosed(connection)
      },
      onText: (_bytes, buffer, start, end) => {
        if (buffer) this.#onMessage(connection, buffer.subarray(start, end))
      },
    })
    const feeds: ConnectionCoverage[] = []
    const connection: Connection = { raw, port, feeds, missingStarts: matches.length, isOpen: false }
    return connection
  }

  #subscription(connection: Connection, index: number): string {
    const feed = this.#feeds[index]
    const matchId = this.#options.matches[index]
    if (feed) (connection.feeds as ConnectionCoverage[])[index] = feed.connection()
    const place = feed && feed.seq > 0 ? { lastEventId: `1:${feed.seq}` } : { from: 'start' }
    const params = { path: 'match.feed', input: { matchId, ...place } }
    return JSON.stringify({ id: index + 1, method: 'subscription', params })
  }

  #onMessage(connection: Connection, message: Buffer): void {
    if (connection !== this.#current && connection !== this.#next) return
    const heard = read(message)
    if (heard.kind === 'event') this.#time(message)
    this.#hear(connection, heard, () => connection.feeds[requestIdOf(message) - 1])
  }

  #time(message: Buffer): void {
    const { onAge } = this.#options
    const sentMs = onAge && relayedAtMs(message)
    if (onAge && sentMs !== undefined) onAge(Date.now() - sentMs)
  }

  #hear(connection: Connection, heard: Heard, feed: () => ConnectionCoverage | undefined) {
    switch (heard.kind) {
      case 'event':
      case 'skip':
      case 'gap':
        return feed()?.cover(heard)
      case 'ping':
        return connection.raw.send('PONG')
      case 'started':
        return this.#onStarted(connection)
      case 'reset':
        return feed()?.reset()
      case 'move-on':
        return this.#moveOn(connection)
      case 'error':
        this.#options.onError(heard.text)
        return connection.raw.destroy()
      case 'nothing':
        return
    }
  }

  #onStarted(connection: Connection): void {
    connection.missingStarts -= 1
    if (connection.missingStarts > 0) return
    this.#attempt = 0
    if (connection === this.#next) {
      const old = this.#current
      this.#current = connection
      this.#next = undefined
      old?.raw.destroy()
    }
    if (this.#lostAtMs === undefined) return
    this.#options.onResumed(performance.now() - this.#lostAtMs)
    this.#lostAtMs = undefined
  }

  /** The new connection stands before the old one is left, so that nothing is missed meanwhile. */
  #moveOn(connection: Connection): void {
    if (connection !== this.#current || this.#next) return
    this.#portIndex += 1
    this.#next = this.#connect()
  }

  #onClosed(connection: Connection): void {
    if (this.#stopped) return
    if (connection === this.#next) {
      this.#next = undefined
      const leaving = this.#current
      this.#later(() => {
        if (this.#current === leaving && !this.#next) this.#next = this.#connect()
      })
    } else if (connection === this.#current) {
      this.#lostAtMs ??= performance.now()
      // What is on its way already takes over; or else one comes back after a while.
      this.#current = this.#next
      this.#next = undefined
      if (!this.#current) this.#later(() => this.#comeBack())
    }
  }

  #comeBack(): void {
    this.#current ??= this.#connect()
  }

  /** The first time quickly, to the same gateway; after that to the next one each time, with more patience. */
  #later(act: () => void): void {
    const mostMs = Math.min(maxRetryMs, firstRetryMs * 2 ** this.#attempt)
    if (this.#attempt > 0 || this.#lostAtMs === undefined) this.#portIndex += 1
    this.#attempt += 1
    setTimeout(() => {
      if (!this.#stopped) act()
    }, Math.random() * mostMs)
  }
}

import {
  type ApiContext,
  type Caller,
  type JoinedFeed,
  type Outcome,
  type Release,
  refusal,
} from '@touchline/api'
import {
  anonymous,
  closeCodes,
  type ErrorCode,
  type FeedInput,
  type Frame,
  type Identity,
  type Position,
} from '@touchline/contracts'
import { addressKey } from '@touchline/contracts/addresses'
import type { Credentials, Seat } from '../admission/admission.ts'
import { callerKey } from '../admission/rates.ts'
import type { DrainableSocket } from '../drain/drainable.ts'
import type { FeedEnd, FeedPage } from '../evidence/feed-journal.ts'
import type { Hall } from '../hub/hall.ts'
import { maxOperationsOf } from '../limits.ts'
import { readingOf } from '../reads/reading.ts'
import { TokenBucket } from '../token-bucket.ts'
import type { Accepted, ConnectionShares } from './connection-shares.ts'
import { Conversation, type Line } from './conversation.ts'
import { readConnectionParams } from './inbound.ts'
import { InboundWork } from './inbound-work.ts'
import type { Outbound } from './outbound.ts'
import { errorText } from './procedures.ts'
import type { Subscription } from './subscription.ts'
import { controlPong, pingMessage, pongMessage, reconnectMessage, textMessage } from './wire.ts'

const endOfCode: Record<number, FeedEnd> = {
  [closeCodes.goingAway]: 'drained',
  [closeCodes.tryAgainLater]: 'slow',
  [closeCodes.expired]: 'expired',
  [closeCodes.revoked]: 'revoked',
  [closeCodes.tooManySockets]: 'revoked',
}
const closeCodeOf: Partial<Record<ErrorCode, number>> = {
  unauthorized: closeCodes.expired,
  'too-many-sockets': closeCodes.tooManySockets,
}
const burstSeconds = 4
const closeGraceMs = 2_000

/** One fan's socket: who is on it, the places it has taken, what waits to be sent, and its end. */
export class Connection implements Caller, Line, DrainableSocket {
  readonly outbound: Outbound
  readonly #shares: ConnectionShares
  readonly #accepted: Accepted
  readonly #inbound: TokenBucket
  readonly #work: InboundWork
  readonly #taken = { call: 0, feed: 0 }
  readonly #openedAtMs = Date.now()
  /** Begins when the client has shown who it is, or does not mean to. */
  #conversation: Conversation | undefined
  #seat: Seat | undefined
  #heardAtMs = Date.now()
  #pingedAtMs = 0
  #closing: { readonly end: FeedEnd; readonly atMs: number } | undefined

  constructor(shares: ConnectionShares, accepted: Accepted) {
    const { inboundMessagesPerSecond } = shares.limits
    this.#shares = shares
    this.#accepted = accepted
    this.outbound = accepted.outbound
    this.#inbound = new TokenBucket(inboundMessagesPerSecond, inboundMessagesPerSecond * burstSeconds)
    this.#work = new InboundWork({
      limits: shares.limits.inboundWork,
      ofAddress: accepted.addressWork,
      socket: accepted.socket,
      onExceeded: () => this.#cutOff('too much to do', closeCodes.notAllowed),
    })
    if (accepted.credentials) this.#conversation = new Conversation(this, this.#admit(accepted.credentials))
  }

  get identity(): Identity {
    return this.#seat?.identity ?? anonymous
  }

  get isOpen(): boolean {
    return !this.#closing && this.#accepted.socket.readyState === this.#accepted.socket.OPEN
  }

  get laggardBytes(): number {
    return this.#shares.limits.laggardBytes
  }

  get deflated(): boolean {
    return this.#accepted.deflated
  }

  enter(kind: 'call' | 'feed'): Release | undefined {
    const { callsPerSocket, feedsPerSocket } = this.#shares.limits
    const most = kind === 'call' ? callsPerSocket : feedsPerSocket
    if (this.outbound.isFull || this.#taken[kind] >= most) return undefined
    const leave = kind === 'feed' ? this.#enterFeed() : () => {}
    if (!leave) return undefined
    this.#taken[kind]++
    if (kind === 'feed') this.#shares.meters.count('feeds', 1)
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#taken[kind]--
      leave()
      if (kind === 'feed') this.#shares.meters.count('feeds', -1)
    }
  }

  #enterFeed(): Release | undefined {
    const { admission, feeds } = this.#shares
    return admission.feed(this.identity, this.#accepted.address).ok ? feeds.take(this.quotaKey) : undefined
  }

  /** A query counts as a request does over HTTP. */
  async read<T>(work: () => Promise<T>, foundOf: (value: T) => unknown): Promise<T> {
    const { admission, reads } = this.#shares
    const { address } = this.#accepted
    if (!(await admission.request(this.identity, address)).allowed) throw refusal('rate-limited')
    return readingOf(reads, address)(work, foundOf)
  }

  get quotaKey(): string {
    return callerKey(this.identity, addressKey(this.#accepted.address))
  }

  take(): Promise<void> {
    return this.outbound.room()
  }

  async renew(token: string): Promise<Outcome<Identity, 'unauthorized' | 'unavailable'>> {
    return (await this.#seat?.renew(token)) ?? { ok: false, code: 'unauthorized' }
  }

  encoding(key: string): Release | undefined {
    return this.#shares.encodings.take(this.quotaKey, key)
  }

  hallOf(feed: JoinedFeed, at: Position): Hall | undefined {
    return this.#shares.hub.hallOf(feed, at)
  }

  feedFrom(hall: Hall, at: Position): JoinedFeed {
    return this.#shares.hub.feedFrom(hall, at)
  }

  began({ matchId, lanes = [], delaySeconds = 0 }: FeedInput, after: Position): FeedPage {
    const { identity } = this
    const { id: connectionId } = this.#accepted
    return this.#shares.journal.began({
      connectionId,
      transport: 'socket',
      identity,
      matchId,
      lanes,
      delaySeconds,
      after,
    })
  }

  wrote(frames: readonly Frame[]): void {
    this.#shares.meters.wrote(frames.length)
  }

  failed(feed: Subscription, error: unknown): void {
    this.#conversation?.failed(feed, error)
  }

  /** Whoever asks and does not take the answers is cut off. */
  say(text: string): void {
    this.#write(textMessage(text))
  }

  asks(kind: 'operation' | 'feed'): void {
    this.#work.asks(kind)
  }

  get maxOperations() {
    return maxOperationsOf(this.#shares.limits)
  }

  onError(error: unknown): void {
    this.#shares.onError(error)
  }

  /** Bytes have come, of whatever. */
  received(bytes: number): void {
    if (!this.#closing) this.#work.read(bytes)
  }

  heard(data: Buffer): void {
    if (this.#takes()) this.#work.message(data.length, () => this.#hear(data.toString()))
  }

  #hear(text: string): void {
    if (text === 'PING') this.#write(pongMessage)
    else if (text === 'PONG') return
    else if (this.#conversation) this.#conversation.heard(text)
    else this.#conversation = new Conversation(this, this.#introduced(text))
  }

  /** A ping or pong of WebSocket's own: a message like others. */
  heardControl(kind: 'ping' | 'pong', data: Buffer): void {
    const answer = () => void (kind === 'ping' && this.#write(controlPong(data)))
    if (this.#takes()) this.#work.message(data.length, answer)
  }

  #takes(): boolean {
    if (this.#closing) return false
    this.#heardAtMs = Date.now()
    this.#pingedAtMs = 0
    if (this.#inbound.take(this.#heardAtMs)) return true
    this.#cutOff('too many messages', closeCodes.notAllowed)
    return false
  }

  #write(bytes: Buffer): void {
    if (!this.outbound.write(bytes)) this.#cutOff('took no answers', closeCodes.tryAgainLater)
  }

  /** The socket has closed, by either side. */
  closed(code: number): void {
    this.#work.close()
    const byChoice = code === 1000 || code === 1001 || code === 1005
    const end = this.#closing?.end ?? (byChoice ? 'left' : 'lost')
    this.#conversation?.end(end)
    this.#seat?.leave()
    this.#seat = undefined
  }

  askToMove(): void {
    this.outbound.write(reconnectMessage)
  }

  close(code: number, reason: string): void {
    if (this.#closing) return
    this.#closing = { end: endOfCode[code] ?? 'failed', atMs: Date.now() }
    this.#accepted.socket.close(code, reason)
  }

  terminate(): void {
    this.#accepted.socket.terminate()
  }

  /** What is due from time to time: pings, and an end for whom nothing reaches, who says nothing or takes nothing. */
  look(nowMs: number): void {
    const { pingMs, pongWaitMs, socketStallMs, firstMessageMs } = this.#shares.limits
    if (this.#closing) {
      if (nowMs - this.#closing.atMs > closeGraceMs) this.terminate()
    } else if (!this.#conversation && nowMs - this.#openedAtMs > firstMessageMs) {
      this.#cutOff('said nothing', closeCodes.notAllowed)
    } else if (this.outbound.stalledMs(nowMs) > socketStallMs) {
      this.#cutOff('stalled', closeCodes.tryAgainLater)
    } else if (this.#pingedAtMs > 0) {
      if (nowMs - this.#pingedAtMs > pongWaitMs) this.terminate()
    } else if (nowMs - this.#heardAtMs >= pingMs) {
      this.#pingedAtMs = nowMs
      this.outbound.write(pingMessage)
    }
  }

  #cutOff(why: string, code: number): void {
    if (this.#closing) return
    this.#shares.meters.cutOff(why)
    this.close(code, why)
    if (code === closeCodes.notAllowed) this.terminate()
  }

  async #introduced(text: string): Promise<ApiContext | undefined> {
    try {
      return await this.#admit(readConnectionParams(text))
    } catch (error) {
      return this.#turnAway(error, closeCodes.notAllowed)
    }
  }

  /** Undefined once it has been turned away. */
  async #admit(credentials: Credentials): Promise<ApiContext | undefined> {
    const { admission, contextOf } = this.#shares
    const { address } = this.#accepted
    const onLost = (code: number, reason: string) => this.close(code, reason)
    const seated = await admission.admit({ credentials, address, onLost })
    if (!seated.ok) return this.#turnAway(refusal(seated.code), closeCodeOf[seated.code])
    if (this.isOpen) this.#seat = seated.value
    else seated.value.leave()
    return contextOf(this)
  }

  #turnAway(error: unknown, code: number = closeCodes.tryAgainLater): undefined {
    this.onError(error)
    this.say(errorText(error))
    setImmediate(() => this.close(code, 'not admitted'))
  }
}

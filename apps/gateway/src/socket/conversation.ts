import { type ApiContext, refusal } from '@touchline/api'
import type { FeedEnd } from '../evidence/feed-journal.ts'
import { readMessages } from './inbound.ts'
import { errorText, type Request, responseText, runProcedure } from './procedures.ts'
import { type FeedHost, Subscription } from './subscription.ts'

/** The connection that a conversation is on. */
export interface Line extends FeedHost {
  readonly isOpen: boolean
  /** Operations that one message may hold. */
  readonly maxOperations: number
  /** Counts what the client makes us do. */
  asks(kind: 'operation' | 'feed'): void
  say(text: string): void
  onError(error: unknown): void
}

type Result = { readonly type: 'data'; readonly data: unknown } | { readonly type: 'started' | 'stopped' }

/** What one client asks over tRPC's WebSocket protocol, and the feeds that it has open. */
export class Conversation {
  readonly #line: Line
  /** Undefined once the client has been turned away. */
  readonly #context: Promise<ApiContext | undefined>
  readonly #feeds = new Map<number | string, Subscription>()
  /** Operations that have not been answered. */
  #waiting = 0

  constructor(line: Line, context: Promise<ApiContext | undefined>) {
    this.#line = line
    this.#context = context
  }

  heard(text: string): void {
    try {
      for (const [index, message] of readMessages(text, this.#line.maxOperations).entries()) {
        this.#line.asks(message.method === 'subscription' ? 'feed' : 'operation')
        if (message.method === 'subscription.stop') this.#stop(message.id)
        else this.#take(message, index)
      }
    } catch (error) {
      this.#line.say(errorText(error))
    }
  }

  failed(feed: Subscription, error: unknown): void {
    feed.end('failed')
    const { id } = feed.request
    if (this.#feeds.get(id) === feed) this.#feeds.delete(id)
    this.#refuse(error, feed.request)
  }

  end(reason: FeedEnd): void {
    for (const feed of this.#feeds.values()) feed.end(reason)
    this.#feeds.clear()
  }

  #stop(id: number | string): void {
    const feed = this.#feeds.get(id)
    if (!feed) return
    feed.end('left')
    this.#feeds.delete(id)
    this.#reply(feed.request, { type: 'stopped' })
  }

  /** What is asked before it is known who asks waits as well. */
  #take(request: Request, batchIndex: number): void {
    if (this.#waiting < this.#line.maxOperations) {
      this.#waiting++
      void this.#answer(request, batchIndex).finally(() => this.#waiting--)
    } else this.#refuse(refusal('rate-limited'), request)
  }

  async #answer(request: Request, batchIndex: number): Promise<void> {
    try {
      if (request.method === 'subscription') return await this.#subscribe(request, batchIndex)
      const ctx = await this.#context
      if (!ctx) return
      const data = await runProcedure(request, ctx, { batchIndex })
      // Answers wait for each other, so that many at once do not stand in the queue together.
      await this.#line.outbound.room()
      this.#reply(request, { type: 'data', data })
    } catch (error) {
      this.#refuse(error, request)
    }
  }

  async #subscribe(request: Request, batchIndex: number): Promise<void> {
    if (this.#feeds.has(request.id)) throw refusal('invalid-input')
    const feed = new Subscription(this.#line, request)
    this.#feeds.set(request.id, feed)
    try {
      const ctx = await this.#context
      if (!ctx || !this.#line.isOpen || !(await feed.open(ctx, batchIndex))) return
    } catch (error) {
      feed.end('failed')
      // Stopped meanwhile: the client has been told so, and the id may be another feed's.
      if (this.#feeds.get(request.id) !== feed) return
      this.#feeds.delete(request.id)
      throw error
    }
    this.#reply(request, { type: 'started' })
    feed.run()
  }

  #reply({ id, jsonrpc }: Request, result: Result): void {
    this.#line.say(responseText({ id, ...(jsonrpc && { jsonrpc }), result }))
  }

  #refuse(error: unknown, request: Request): void {
    this.#line.onError(error)
    this.#line.say(errorText(error, request))
  }
}

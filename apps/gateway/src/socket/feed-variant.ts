import { type Frame, formatPosition, isMarker, type Lane, type MatchEvent } from '@touchline/contracts'
import type { Encoded, Variant } from '../hub/audience.ts'
import { textOf } from '../hub/event-text.ts'
import { deflatedMessages, textMessages } from './wire.ts'

export interface FeedRequest {
  readonly id: number | string
  readonly jsonrpc: '2.0' | undefined
  /** All, if undefined. */
  readonly lanes: readonly Lane[] | undefined
  /** The connection has agreed on it. */
  readonly deflated: boolean
}

/**
 * A feed's frames on the wire, as tRPC's own server writes tracked events. Only the request's id, the lanes and
 * whether they are deflated tell the bytes of one feed of a match from those of another.
 */
export class FeedVariant implements Variant {
  readonly key: string
  readonly #head: string
  readonly #lanes: readonly Lane[] | undefined
  readonly #bytesOf: (texts: readonly string[]) => Buffer

  constructor({ id, jsonrpc, lanes, deflated }: FeedRequest) {
    const version = jsonrpc === undefined ? '' : `"jsonrpc":"${jsonrpc}",`
    this.#head = `{"id":${JSON.stringify(id)},${version}"result":{"type":"data","data":{"id":"`
    this.#lanes = lanes
    this.#bytesOf = deflated ? deflatedMessages : textMessages
    this.key = `${this.#head} ${lanes?.toSorted().join() ?? ''} ${deflated}`
  }

  encode(events: readonly MatchEvent[]): Encoded | undefined {
    const lanes = this.#lanes
    return this.encodeAll(lanes ? events.filter(event => lanes.includes(event.lane)) : events)
  }

  /** Whatever they are, markers too. */
  encodeAll(frames: readonly Frame[]): Encoded | undefined {
    if (frames.length === 0) return undefined
    const writtenAt = `,"writtenAt":"${new Date().toISOString()}"}`
    const texts = frames.map(frame => this.#message(frame, writtenAt))
    return { bytes: this.#bytesOf(texts), frames: frames.length }
  }

  #message(frame: Frame, writtenAt: string): string {
    const id = formatPosition(frame)
    const data = isMarker(frame) ? JSON.stringify(frame) : textOf(frame).slice(0, -1) + writtenAt
    return `${this.#head}${id}","data":${data}},"id":"${id}"}}`
  }
}

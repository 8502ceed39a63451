import type { IncomingMessage } from 'node:http'
import type { ErrorCode } from '@touchline/contracts'
import type { BodyShare } from './body-room.ts'

/** A body that was not read to its end. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused'
  readonly code: Extract<ErrorCode, 'payload-too-large' | 'unavailable' | 'request-timeout'>
  /** Whether the sender has to be cut off: it would go on to hold the connection. */
  readonly isFinal: boolean

  constructor(code: BodyRefused['code'], message: string, isFinal: boolean) {
    super(message)
    this.code = code
    this.isFinal = isFinal
  }
}

export interface BodyLimits {
  readonly bodyBytes: number
  /** A body may arrive at any pace for this long, */
  readonly slowBodyGraceMs: number
  /** and at this pace on average afterwards. */
  readonly slowBodyBytesPerSecond: number
}

/** A body, and how it can be made to end early. */
export interface BodyReading {
  readonly body: Promise<Buffer>
  displace(): void
}

/** Reads a body into memory, each of its bytes counted against its share when it comes. */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  share: () => BodyShare | undefined,
): BodyReading {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const startedMs = performance.now()
  const chunks: Buffer[] = []
  let bytes = 0

  const end = (error?: Error) => {
    clearTimeout(timer)
    request.off('data', take).off('end', finish).off('error', end).off('close', abandon)
    if (!error) return resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes))
    chunks.length = 0
    // What still comes is read and forgotten: a sender in the middle of its body would not see the answer.
    request.resume()
    reject(error)
  }
  const take = (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > limits.bodyBytes)
      return end(new BodyRefused('payload-too-large', 'The body is too large.', false))
    if (share()?.add(chunk.length) === false) return end(crowded())
    chunks.push(chunk)
  }
  const finish = () => end()
  const abandon = () => end(new BodyRefused('request-timeout', 'The request broke off.', true))
  const watch = () => {
    const heldMs = performance.now() - startedMs - limits.slowBodyGraceMs
    if (heldMs > 0 && bytes < (heldMs / 1_000) * limits.slowBodyBytesPerSecond) return end(tooSlow())
    timer = setTimeout(watch, limits.slowBodyGraceMs / 2)
  }
  let timer = setTimeout(watch, limits.slowBodyGraceMs)
  request.on('data', take).on('end', finish).on('error', end).on('close', abandon)
  return { body: promise, displace: () => end(crowded()) }
}

const crowded = () =>
  new BodyRefused('unavailable', 'Too much is being received at once: send the same again.', true)
const tooSlow = () => new BodyRefused('request-timeout', 'The body came too slowly.', true)

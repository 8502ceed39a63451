import { type Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { SourceFailure } from './source-failure.ts'

export interface SourceRequest {
  readonly url: URL
  readonly accept: string
  /** Ends the request and, later, its response. */
  readonly signal: AbortSignal
  readonly agent?: HttpAgent
}

/** Sends a GET and resolves with the head of a 200 answer. Redirects are not followed. */
export function openSource({ url, accept, signal, agent }: SourceRequest): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send(url, { headers: { accept }, signal, agent }, response => {
      if (response.statusCode === 200) return resolve(response)
      response.resume()
      reject(new SourceFailure('status', `answered ${response.statusCode}`))
    })
    request.on('error', error => reject(signal.reason instanceof SourceFailure ? signal.reason : error))
    request.end()
  })
}

/** What the head of an answer says of the time: undefined where it says none, or comes from a cache. */
export function clockOf({ headers }: IncomingMessage): number | undefined {
  if (headers.date === undefined || headers.age !== undefined) return undefined
  const atMs = Date.parse(headers.date)
  return Number.isNaN(atMs) ? undefined : atMs / 1_000
}

export interface BoundedRequest extends SourceRequest {
  /** Called once the head of the answer is there. */
  readonly onHead?: (response: IncomingMessage) => void
  readonly timeoutMs: number
  readonly maxBytes: number
}

/** The whole body of a 200 answer, within one time limit from the first byte sent to the last received. */
export async function fetchSource({
  timeoutMs,
  maxBytes,
  signal,
  onHead,
  ...rest
}: BoundedRequest): Promise<Buffer> {
  const attempt = new AbortController()
  const late = () => attempt.abort(new SourceFailure('timeout', `no answer within ${timeoutMs} ms`))
  const timer = setTimeout(late, timeoutMs)
  try {
    const response = await openSource({ ...rest, signal: AbortSignal.any([signal, attempt.signal]) })
    onHead?.(response)
    return await readBounded(response, maxBytes)
  } catch (error) {
    throw attempt.signal.aborted ? attempt.signal.reason : error
  } finally {
    clearTimeout(timer)
  }
}

async function readBounded(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new SourceFailure('too-large', `answered more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

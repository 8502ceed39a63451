import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Backlog } from './backlog.ts'
import type { Fault, FaultBoard } from './fault-board.ts'

const querySchema = z.object({ after: z.string().max(256).optional() })
const linesPerWrite = 200
const maxStreams = 100

export interface SocialFeedOptions {
  readonly id: string
  readonly backlog: Backlog
  readonly faults: FaultBoard
  readonly signal: AbortSignal
  readonly heartbeatMs: number
}

/**
 * `GET /feeds/:id/stream?after`: lines since that post, then live ones, and heartbeats in silence. Without
 * `after`, or with one no longer held, it begins with the oldest that is. A slow reader is waited for.
 */
export function serveSocialFeed(app: FastifyInstance, options: SocialFeedOptions): void {
  const { id, faults } = options
  const streams = new Set<ServerResponse>()
  faults.onOrder(id, () => {
    if (faults.peek(id)?.kind !== 'cut' || streams.size === 0) return
    faults.take(id)
    for (const stream of streams) stream.destroy()
  })
  app.get(`/feeds/${id}/stream`, async (request, reply) => {
    const query = querySchema.safeParse(request.query)
    if (!query.success)
      return reply.code(400).send({ error: { code: 'invalid-input', message: 'bad after' } })
    if (streams.size >= maxStreams) return refuse(reply.header('retry-after', '1'), 503, 'too many streams')
    const fault = faults.take(id)
    if (fault?.kind === 'status-500') return refuse(reply, 500, 'a fault on demand')
    if (fault?.kind === 'garbage') return reply.type('text/html').send('<html>502 Bad Gateway</html>')
    reply.hijack()
    const stream = reply.raw
    streams.add(stream)
    stream.once('close', () => streams.delete(stream))
    await open(stream, fault, query.data.after, options).catch(() => {})
    if (fault === undefined) await endGently(stream)
    stream.destroy()
  })
}

const endWithinMs = 1_000

/** A feed that goes away lets its readers have what it has written. */
async function endGently(stream: ServerResponse): Promise<void> {
  if (stream.destroyed) return
  const ended = Promise.withResolvers<void>()
  stream.once('close', ended.resolve)
  stream.end(ended.resolve)
  await Promise.race([ended.promise, delay(endWithinMs, undefined, { ref: false })])
}

const refuse = (reply: FastifyReply, status: number, message: string) =>
  reply.code(status).send({ error: { code: status === 503 ? 'unavailable' : 'internal', message } })

async function open(
  stream: ServerResponse,
  fault: Fault | undefined,
  after: string | undefined,
  options: SocialFeedOptions,
): Promise<void> {
  stream.on('error', () => stream.destroy())
  if (fault?.kind === 'slow') await delay(fault.delayMs, undefined, { signal: options.signal })
  stream.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
  stream.flushHeaders()
  if (fault?.kind === 'cut') return new Promise(resolve => stream.write('{"heart', () => resolve()))
  if (fault?.kind === 'hang') await once(stream, 'close')
  else await pump(stream, after === undefined ? 0 : (options.backlog.find(after) ?? 0), options)
}

async function pump(
  stream: ServerResponse,
  after: number,
  { id, backlog, faults, signal, heartbeatMs }: SocialFeedOptions,
): Promise<void> {
  const closed = new AbortController()
  stream.once('close', () => closed.abort())
  const ended = AbortSignal.any([signal, closed.signal])
  let at = after
  while (!ended.aborted) {
    const { texts, last } = faults.peek(id)?.kind === 'hang' ? silent(at) : backlog.read(at, linesPerWrite)
    if (texts.length === 0) {
      const news = await newsWithin(heartbeatMs, backlog, ended)
      if (!news && faults.peek(id)?.kind !== 'hang') await write(stream, '{"heartbeat":true}\n', ended)
      continue
    }
    await write(stream, `${texts.join('\n')}\n`, ended)
    at = last
    backlog.acknowledge(at)
  }
}

const silent = (at: number) => ({ texts: [] as string[], last: at })

/** True if something was appended in time. */
async function newsWithin(timeoutMs: number, backlog: Backlog, ended: AbortSignal): Promise<boolean> {
  const before = backlog.last()
  const timeout = AbortSignal.timeout(timeoutMs)
  await backlog.changed(AbortSignal.any([ended, timeout]))
  return backlog.last() !== before
}

async function write(stream: ServerResponse, text: string, ended: AbortSignal): Promise<void> {
  if (stream.write(text) || ended.aborted) return
  await new Promise<void>(resolve => {
    const go = () => {
      stream.off('drain', go)
      ended.removeEventListener('abort', go)
      resolve()
    }
    stream.once('drain', go)
    ended.addEventListener('abort', go, { once: true })
  })
}

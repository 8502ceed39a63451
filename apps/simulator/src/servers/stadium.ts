import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Backlog } from './backlog.ts'
import type { FaultBoard } from './fault-board.ts'

const querySchema = z.object({
  after: z.string().max(128).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
})
const hangMs = 60_000

export interface StadiumServerOptions {
  readonly id: string
  readonly backlog: Backlog
  readonly faults: FaultBoard
  readonly signal: AbortSignal
}

/**
 * `GET /stadiums/:id/readings?after&limit`. A cursor says that all before it was read; one of another run of
 * this server, like none at all, starts at the oldest reading held.
 */
export function serveStadium(app: FastifyInstance, options: StadiumServerOptions): void {
  const { id, backlog, faults, signal } = options
  const run = randomUUID().slice(0, 8)
  app.get(`/stadiums/${id}/readings`, async (request, reply) => {
    const query = querySchema.safeParse(request.query)
    if (!query.success)
      return reply.code(400).send({ error: { code: 'invalid-input', message: 'bad after or limit' } })
    const fault = faults.take(id)
    const answered = fault && (await suffer(reply, fault, signal))
    if (answered) return reply
    const after = numberOf(query.data.after, run)
    backlog.acknowledge(after)
    const { texts, last } = backlog.read(after, query.data.limit)
    return reply.type('application/json').send(`{"cursor":"${run}.${last}","readings":[${texts.join(',')}]}`)
  })
}

function numberOf(cursor: string | undefined, run: string): number {
  const [ofRun, number] = cursor?.split('.') ?? []
  return ofRun === run && /^\d{1,15}$/.test(number ?? '') ? Number(number) : 0
}

/** True if the fault was the answer; `slow` only delays it. */
async function suffer(
  reply: FastifyReply,
  { kind, delayMs }: { kind: string; delayMs: number },
  signal: AbortSignal,
): Promise<boolean> {
  switch (kind) {
    case 'slow':
      await delay(delayMs, undefined, { signal }).catch(() => {})
      return false
    case 'hang':
      await delay(hangMs, undefined, { signal: AbortSignal.any([signal, closeOf(reply)]) }).catch(() => {})
      reply.hijack()
      reply.raw.destroy()
      return true
    case 'cut':
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      reply.raw.write('{"cursor":"', () => reply.raw.destroy())
      return true
    case 'garbage':
      await reply.type('application/json').send('{"cursor": <<<')
      return true
    default:
      await reply.code(500).send({ error: { code: 'internal', message: 'a fault on demand' } })
      return true
  }
}

function closeOf(reply: FastifyReply): AbortSignal {
  const closed = new AbortController()
  reply.raw.once('close', () => closed.abort())
  return closed.signal
}

/** A process of its own: sends signed webhooks at a rate, as an open model: nothing that is late slows the schedule. */
import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'

export interface LoadOrder {
  readonly url: string
  readonly secret: string
  readonly matches: readonly string[]
  readonly eventsPerSecond: number
  readonly seconds: number
  readonly batch: number
  /** Begins every event's id. */
  readonly run: string
}

export interface LoadReport {
  readonly sent: number
  readonly accepted: number
  readonly failed: number
  readonly tookSeconds: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 })
const maxInFlight = 64

async function send(order: LoadOrder): Promise<LoadReport> {
  const key = Buffer.from(order.secret.replace(/^whsec_/, ''), 'base64')
  const requests = Math.round((order.eventsPerSecond * order.seconds) / order.batch)
  const everyMs = (order.batch / order.eventsPerSecond) * 1_000
  const startedMs = Date.now() + 50
  const counts = { sent: 0, accepted: 0, failed: 0 }
  const inFlight = new Set<Promise<void>>()
  for (let index = 0; index < requests; index += 1) {
    const dueMs = startedMs + index * everyMs
    while (Date.now() < dueMs)
      await new Promise(resolve => setTimeout(resolve, Math.max(1, dueMs - Date.now())))
    while (inFlight.size >= maxInFlight) await Promise.race(inFlight)
    const body = bodyOf(order, index, dueMs)
    counts.sent += order.batch
    const posted = post(order.url, body, key).then(status => {
      counts[status === 202 ? 'accepted' : 'failed'] += order.batch
      inFlight.delete(posted)
    })
    inFlight.add(posted)
  }
  await Promise.all(inFlight)
  return { ...counts, tookSeconds: (Date.now() - startedMs) / 1_000 }
}

/** Each event's `occurredAt` is when it was due, so that a late sender does not hide a delay. */
function bodyOf({ matches, batch, run }: LoadOrder, index: number, dueMs: number): string {
  const matchId = matches[index % matches.length]
  const occurredAt = new Date(dueMs).toISOString()
  const events = Array.from(
    { length: batch },
    (_, at) =>
      `{"matchId":"${matchId}","sourceEventId":"${run}-${index}-${at}","type":"pass-made","occurredAt":"${occurredAt}",` +
      `"clock":{"period":1,"seconds":${(index % 2_700) + 1}},"payload":{"team":"home","player":"Player ${at}",` +
      `"receiver":"Player ${at + 1}","detail":"ground","start":{"x":0.41,"y":0.52},"end":{"x":0.6${at % 10},"y":0.48}}}`,
  )
  return `[${events.join(',')}]`
}

function post(url: string, body: string, key: Buffer): Promise<number> {
  const id = `msg_${randomUUID()}`
  const timestamp = Math.floor(Date.now() / 1_000)
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
  return new Promise(resolve => {
    const sent = request(url, { method: 'POST', agent, headers, timeout: 30_000 }, answer => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', () => resolve(0))
    sent.on('timeout', () => sent.destroy())
    sent.end(body)
  })
}

process.on('message', async (order: LoadOrder) => {
  process.send?.(await send(order))
})

import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sentEventSchemas } from '@touchline/contracts'

export const testSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

interface Refusal {
  readonly status: number
  readonly retryAfter?: string
}

export interface Door {
  readonly url: string
  /** Every event accepted, with when it came. */
  readonly events: { readonly event: Record<string, unknown>; readonly atMs: number }[]
  /** Every request, also those that were turned away. */
  readonly requests: { readonly id: string; readonly events: number }[]
  refused: number
  /** Answered, one each, before any request is looked at. */
  readonly refusals: Refusal[]
  close(): Promise<void>
}

/** A webhook receiver that speaks the protocol of docs/providers.md over real HTTP and remembers what it took. */
export async function openDoor(): Promise<Door> {
  const door: Omit<Door, 'url' | 'close'> = { events: [], requests: [], refused: 0, refusals: [] }
  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    const { status, answer, retryAfter } = answerTo(door, request, body)
    const headers = { 'content-type': 'application/json', ...(retryAfter && { 'retry-after': retryAfter }) }
    response.writeHead(status, headers).end(JSON.stringify(answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(door, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

type Memory = Omit<Door, 'url' | 'close'>
type Reply = Refusal & { readonly answer: unknown }

function answerTo(door: Memory, request: IncomingMessage, body: string): Reply {
  const items = parse(body)
  door.requests.push({ id: String(request.headers['webhook-id']), events: items?.length ?? 0 })
  const refusal = door.refusals.shift()
  if (refusal) return { ...refusal, answer: refusal.status === 207 ? overRate : errorOf('unavailable') }
  if (!isSigned(request, body)) return { status: 401, answer: errorOf('invalid-signature') }
  if (items) return judge(door, items)
  door.refused += 1
  return { status: 400, answer: errorOf('invalid-json') }
}

const overRate = {
  accepted: 0,
  refused: 1,
  results: [{ index: 0, status: 'refused', code: 'rate-limited', faults: [] }],
}

function judge(door: Memory, items: readonly unknown[]): Reply {
  const results = items.map((item, index) => {
    const fine = sentEventSchemas.broadcast.safeParse(item).success
    if (fine) door.events.push({ event: item as Record<string, unknown>, atMs: Date.now() })
    else door.refused += 1
    return fine
      ? { index, status: 'accepted' }
      : { index, status: 'refused', code: 'schema-mismatch', faults: [] }
  })
  const accepted = results.filter(({ status }) => status === 'accepted').length
  const refused = items.length - accepted
  if (accepted === 0) return { status: 422, answer: errorOf('schema-mismatch') }
  return { status: refused === 0 ? 202 : 207, answer: { accepted, refused, results } }
}

const errorOf = (code: string) => ({ error: { code, message: code, retryable: false } })

function isSigned({ headers }: IncomingMessage, body: string): boolean {
  const key = Buffer.from(testSecret.slice('whsec_'.length), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const fresh = Math.abs(Date.now() / 1_000 - Number(headers['webhook-timestamp'])) < 300
  return (
    fresh &&
    headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  )
}

function parse(body: string): unknown[] | undefined {
  try {
    const json: unknown = JSON.parse(body)
    return Array.isArray(json) ? json : [json]
  } catch {
    return undefined
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

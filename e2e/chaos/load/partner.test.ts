import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Item } from './event-script.ts'
import type { Journal } from './journal.ts'
import { createPartner, type Partner } from './partner.ts'

type Reply = { readonly status: number; readonly body?: object }

let server: Server
let replies: ((items: readonly { sourceEventId: string }[]) => Reply | 'cut')[]
let received: string[][]
let accepted: string[]
let partner: Partner

beforeEach(async () => {
  received = []
  accepted = []
  server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const items = JSON.parse(Buffer.concat(parts).toString()) as { sourceEventId: string }[]
    received.push(items.map(item => item.sourceEventId))
    const reply = replies.shift()?.(items) ?? allAccepted(items)
    if (reply === 'cut') request.socket.destroy()
    else response.writeHead(reply.status).end(JSON.stringify(reply.body ?? {}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const journal: Journal = {
    offered: () => {},
    accepted: (_source, ids) => void accepted.push(...ids),
    damaged: () => {},
    behind: () => false,
    close: async () => {},
  }
  partner = createPartner({ url: `http://127.0.0.1:${port}/`, key: Buffer.alloc(32), journal })
})
afterEach(() => new Promise(resolve => server.close(resolve)))

const allAccepted = (items: readonly unknown[]): Reply => ({
  status: 202,
  body: { results: items.map(() => ({ status: 'accepted' })) },
})

const item = (sourceEventId: string, valid = true): Item => {
  const text = JSON.stringify({ sourceEventId })
  const known = {
    source: 'broadcast',
    matchId: 'm',
    type: 'pass-made',
    occurredAtMs: 0,
    digest: 'd',
  } as const
  return valid ? { text, offered: { ...known, sourceEventId } } : { text }
}

it('sends the same again until it is taken, whatever comes between', async () => {
  replies = [() => 'cut', () => ({ status: 503 }), () => ({ status: 429 })]
  partner.send(() => [item('a'), item('b')])
  expect(await partner.settled(5_000)).toBe(true)
  expect(received).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ])
  expect(accepted).toEqual(['a', 'b'])
  expect(partner.counts()).toMatchObject({ requests: 4, repeated: 3, strange: 0, refusedValid: 0 })
})

it('sends again only what a rate has held back, and counts what is refused for good', async () => {
  const results = [
    { status: 'accepted' },
    { status: 'refused', code: 'rate-limited' },
    { status: 'refused', code: 'schema-mismatch' },
    { status: 'refused', code: 'schema-mismatch' },
  ]
  replies = [() => ({ status: 207, body: { results } })]
  partner.send(() => [item('a'), item('b'), item('bad', false), item('good')])
  expect(await partner.settled(5_000)).toBe(true)
  expect(received[1]).toEqual(['b'])
  expect(accepted).toEqual(['a', 'b'])
  expect(partner.counts()).toMatchObject({ refusedMalformed: 1, refusedValid: 1 })
})

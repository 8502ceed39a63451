import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { sharedDeflation } from './sockets.ts'
import { deflatedMessages, textMessages } from './wire.ts'

const closing: (() => void)[] = []
afterAll(() => closing.forEach(close => void close()))

/** A client of the ws library, and the connection under it. */
async function connected(deflated: boolean) {
  const server = createServer().listen(0, '127.0.0.1')
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: deflated && sharedDeflation })
  const accepted = new Promise<Duplex>(resolve => {
    server.on('upgrade', (request, connection, head) => {
      sockets.handleUpgrade(request, connection, head, () => resolve(connection))
    })
  })
  await once(server, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    perMessageDeflate: deflated,
  })
  closing.push(() => {
    client.terminate()
    server.close()
  })
  const connection = await accepted
  await once(client, 'open')
  expect(client.extensions).toBe(deflated ? 'permessage-deflate' : '')
  return { client, connection }
}

const texts = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('x'.repeat(125), 'é'.repeat(63), 'y'.repeat(70_000)),
  ),
  { minLength: 1, maxLength: 6 },
)

it.each([
  ['plain', false, textMessages],
  ['deflated, each by itself', true, deflatedMessages],
] as const)('is read as it was meant: %s', async (_, deflated, messages) => {
  const { client, connection } = await connected(deflated)
  const heard: string[] = []
  client.on('message', data => heard.push(String(data)))
  await fc.assert(
    fc.asyncProperty(texts, fc.nat(), async (sent, cut) => {
      heard.length = 0
      const bytes = messages(sent)
      connection.write(bytes.subarray(0, cut % bytes.length))
      connection.write(bytes.subarray(cut % bytes.length))
      while (heard.length < sent.length) await once(client, 'message')
      expect(heard).toEqual(sent)
    }),
    { numRuns: 60 },
  )
})

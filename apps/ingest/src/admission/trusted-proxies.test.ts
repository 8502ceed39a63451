import { connect } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { signedHeaders } from '../testing/sign.ts'
import { goal, secret, startWebhook } from '../testing/webhook-rig.ts'

const kib = 1_024
/** Three bodies that stop half-way fit into an address's share, a fourth does not. */
const limits = { strangerBytes: 1_024 * kib, strangerBytesPerAddress: 200 * kib }

/** Begins a body for each of these headers, one after the other; which of them were given up. */
async function givenUp(port: number, forwardedFor: readonly string[]): Promise<() => number[]> {
  const closed = new Set<number>()
  for (const [place, told] of forwardedFor.entries()) {
    const socket = connect(port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => {})
    socket.on('data', () => closed.add(place))
    const head = `POST /webhooks/broadcast/acme HTTP/1.1\r\nhost: x\r\nx-forwarded-for: ${told}`
    const body = Buffer.alloc(60 * kib, 32)
    await new Promise<void>(resolve => {
      socket.write(`${head}\r\ncontent-length: ${200 * kib}\r\n\r\n`)
      socket.write(body, () => resolve())
    })
  }
  return () => [...closed].toSorted((a, b) => a - b)
}

const addresses = Array.from({ length: 12 }, (_, n) => `198.51.100.${n + 1}`)

it('believes no peer that names an address: its bodies count as its own', async () => {
  const { ingest } = await startWebhook(limits)
  const closed = await givenUp(ingest.port, addresses)
  await vi.waitFor(() => expect(closed()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]))
})

it('counts by what its proxies saw, and by nothing that was written before it', async () => {
  const { ingest, post } = await startWebhook(limits, {}, { trustedProxies: 1 })
  const many = await givenUp(ingest.port, addresses)
  expect(
    (await post(goal, { ...signedHeaders(secret, goal), 'x-forwarded-for': '203.0.113.1' })).status,
  ).toBe(202)
  const one = await givenUp(
    ingest.port,
    addresses.map(address => `${address}, 203.0.113.9`),
  )
  await vi.waitFor(() => expect(one()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]))
  expect(many()).toEqual([])
})

it('holds no proxy to what one address may have open', async () => {
  const few = { ...limits, strangerConnections: 40, strangerConnectionsPerAddress: 5 }
  const { ingest } = await startWebhook(few, {}, { trustedProxies: 1 })
  const closed = await givenUp(ingest.port, addresses)
  expect(closed()).toEqual([])
})

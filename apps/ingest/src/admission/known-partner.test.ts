import { connect } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { newSecret, signedHeaders } from '../testing/sign.ts'
import { goal, passes, secret, startWebhook } from '../testing/webhook-rig.ts'

const kib = 1_024
const path = '/webhooks/broadcast/acme'

interface Sending {
  readonly from: string
  readonly body?: string
  readonly key?: string
}

/** A connection that stays open, with its requests in full or in halves. */
function caller(port: number, { from, body = goal, key = secret }: Sending) {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from })
  onTestFinished(() => void socket.destroy())
  const seen = { statuses: [] as number[], isClosed: false }
  socket.on('data', text => {
    for (const [, status] of String(text).matchAll(/HTTP\/1.1 (\d+)/g)) seen.statuses.push(Number(status))
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    seen.isClosed = true
  })
  const head = () => {
    const lines = Object.entries(signedHeaders(key, body)).map(([name, value]) => `${name}: ${value}`)
    return `POST ${path} HTTP/1.1\r\nhost: x\r\n${lines.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  }
  const half = body.length >> 1
  return {
    seen,
    begin: () => socket.write(head() + body.slice(0, half)),
    finish: () => socket.write(body.slice(half)),
    answered: async (...statuses: number[]) =>
      vi.waitFor(() => expect(seen.statuses).toEqual(statuses), 5_000),
  }
}
type Caller = ReturnType<typeof caller>

async function send(port: number, sending: Sending, ...statuses: number[]): Promise<Caller> {
  const one = caller(port, sending)
  one.begin()
  one.finish()
  await one.answered(...statuses)
  return one
}

/** Bodies of which so much comes, and no more, each from an address of its own or all from one. */
function flood(port: number, count: number, { bytes, from }: { bytes: number; from(n: number): string }) {
  return Array.from({ length: count }, (_, n) => {
    const one = caller(port, { from: from(n), body: ' '.repeat(2 * bytes), key: newSecret() })
    one.begin()
    return one
  })
}
const large = passes(400)

it('a stranger is displaced by nothing that others announce and do not send', async () => {
  const limits = { strangerBytes: 2_048 * kib, strangerBytesPerAddress: 1_024 * kib }
  const { ingest } = await startWebhook(limits)
  const first = caller(ingest.port, { from: '127.0.0.9', body: large })
  first.begin()
  for (let n = 0; n < 100; n++) {
    const socket = connect({ port: ingest.port, host: '127.0.0.1', localAddress: '127.0.0.9' })
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => {})
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n`)
  }
  await send(ingest.port, { from: '127.0.0.8' }, 202)
  first.finish()
  await first.answered(202)
})

it('a known partner keeps the room that its body has taken, whatever strangers push beside it', async () => {
  const limits = { strangerBytes: 128 * kib, strangerBytesPerAddress: 64 * kib }
  const { ingest } = await startWebhook(limits)
  await send(ingest.port, { from: '127.0.0.1' }, 202)
  const own = caller(ingest.port, { from: '127.0.0.1', body: large })
  own.begin()
  const strangers = flood(ingest.port, 20, { bytes: 20 * kib, from: n => `127.0.1.${n + 1}` })
  await vi.waitFor(() => expect(strangers.filter(({ seen }) => seen.isClosed).length).toBeGreaterThan(12))
  own.finish()
  await own.answered(202)
})

it('a wrong signature makes nobody known: not for room, not for connections', async () => {
  const limits = { knownConnections: 1, knownConnectionsPerAddress: 1, arrivingBytesPerPartner: 128 * kib }
  const { ingest } = await startWebhook(limits)
  const own = await send(ingest.port, { from: '127.0.0.1', body: large }, 202)
  own.begin()
  for (let n = 0; n < 3; n++) await send(ingest.port, { from: '127.0.0.9', key: newSecret() }, 401)
  flood(ingest.port, 10, { bytes: 30 * kib, from: () => '127.0.0.9' })
  await send(ingest.port, { from: '127.0.0.8', key: newSecret() }, 401)
  own.finish()
  await own.answered(202, 202)
  expect(own.seen.isClosed).toBe(false)
})

import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { newSecret, signedHeaders } from '../testing/sign.ts'
import { goal, goals, passes, secret, startWebhook } from '../testing/webhook-rig.ts'

const kib = 1_024
const mib = 1_024 * kib
const path = '/webhooks/broadcast/acme'

/** Opens connections from an address and keeps what they answer. */
function strangers(port: number, localAddress: string, count: number) {
  return Array.from({ length: count }, () => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    onTestFinished(() => void socket.destroy())
    const heard = { socket, text: '', closed: false }
    socket.on('data', data => (heard.text += data))
    socket.on('error', () => {})
    socket.on('close', () => (heard.closed = true))
    return heard
  })
}

/** Begins a body of a whole MiB and sends so much of it. */
const begin = (socket: Socket, bytes: number) =>
  socket.write(
    Buffer.concat([
      Buffer.from(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${mib}\r\n\r\n`),
      Buffer.alloc(bytes, 32),
    ]),
  )

/** As the partner sends it, from an address of its choice; resolves with the status. */
function sendFrom(port: number, localAddress: string, body = goal, key = secret): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    const headers = Object.entries(signedHeaders(key, body)).map(([name, value]) => `${name}: ${value}`)
    const length = `content-length: ${Buffer.byteLength(body)}`
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\n${[...headers, length].join('\r\n')}\r\nconnection: close\r\n\r\n${body}`,
    )
    let text = ''
    socket.on('data', data => (text += data))
    socket.on('error', reject)
    socket.on('close', () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0)))
  })
}

describe('strangers who name a partner', () => {
  it('hold nobody out by requests of which nothing comes, however much they announce', async () => {
    const { ingest } = await startWebhook()
    for (const { socket } of strangers(ingest.port, '127.0.0.9', 200)) begin(socket, 0)
    for (let n = 0; n < 5; n++) expect(await sendFrom(ingest.port, '127.0.0.1')).toBe(202)
    expect(await sendFrom(ingest.port, '127.0.0.9')).toBe(202)
  })

  it('hold nobody out by bodies that never end, from one address or from many: theirs make room', async () => {
    const limits = { strangerBytes: 2 * mib, strangerBytesPerAddress: mib }
    const { ingest } = await startWebhook(limits)
    const flood = Array.from({ length: 20 }, (_, n) => strangers(ingest.port, `127.0.1.${n + 1}`, 6)).flat()
    for (const { socket } of flood) begin(socket, 300 * kib)
    await vi.waitFor(() => expect(flood.filter(one => one.closed).length).toBeGreaterThan(90), 5_000)
    for (const address of ['127.0.0.1', '127.0.0.2', '127.0.1.1']) {
      expect(await sendFrom(ingest.port, address, passes(500))).toBe(202)
    }
  })

  it('take nothing from a partner that was authentic lately, whatever they push', async () => {
    const limits = { strangerBytes: 512 * kib, strangerBytesPerAddress: 512 * kib }
    const { ingest } = await startWebhook(limits)
    expect(await sendFrom(ingest.port, '127.0.0.1')).toBe(202)
    const flood = strangers(ingest.port, '127.0.0.9', 8)
    const pushing = setInterval(() => {
      for (const { socket } of flood) if (!socket.destroyed) begin(socket, 60 * kib)
    }, 5)
    onTestFinished(() => clearInterval(pushing))
    const statuses = await Promise.all(
      Array.from({ length: 10 }, () => sendFrom(ingest.port, '127.0.0.1', goals(50))),
    )
    expect(statuses).toEqual(new Array(10).fill(202))
  })

  it('are cut off when their body comes too slowly', async () => {
    const { ingest } = await startWebhook({ slowBodyGraceMs: 100, slowBodyBytesPerSecond: 10_000 })
    const [one] = strangers(ingest.port, '127.0.0.9', 1)
    if (!one) throw new Error('no socket')
    begin(one.socket, 10)
    const dripping = setInterval(() => one.socket.write(' '), 20)
    onTestFinished(() => clearInterval(dripping))
    await vi.waitFor(() => expect(one.closed).toBe(true), 3_000)
    expect(one.text).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request-timeout"/)
  })

  it('have so many connections per address, of which the oldest goes for the newest', async () => {
    const limits = { strangerConnections: 50, strangerConnectionsPerAddress: 20 }
    const { ingest, metrics } = await startWebhook(limits)
    const first = strangers(ingest.port, '127.0.0.9', 30)
    await vi.waitFor(() => expect(first.filter(one => one.closed)).toHaveLength(10))
    for (let n = 10; n < 20; n++) strangers(ingest.port, `127.0.0.${n}`, 10)
    await vi.waitFor(async () =>
      expect(await metrics.exposition()).toMatch(/displaced_total\{?.*\}? (7\d|8\d)/),
    )
    expect(await sendFrom(ingest.port, '127.0.0.1')).toBe(202)
  })

  it('with a wrong signature become nobody that is known', async () => {
    const { ingest } = await startWebhook({ knownConnections: 1, strangerConnections: 100 })
    for (let n = 0; n < 5; n++) expect(await sendFrom(ingest.port, '127.0.0.9', goal, newSecret())).toBe(401)
    expect(await sendFrom(ingest.port, '127.0.0.1')).toBe(202)
  })
})

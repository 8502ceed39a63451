import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { Targets } from './plan.ts'

/** One kind of attack: `strike` is called every `everyMs`, and what it opens is closed when `stop` aborts. */
export interface Attack {
  readonly name: string
  readonly everyMs: number
  strike(targets: Targets, stop: AbortSignal): void
}

const host = '127.0.0.1'
/** Strangers come from several addresses. */
const stranger = () => `127.0.0.${2 + Math.floor(Math.random() * 6)}`
const agent = new Agent({ keepAlive: true, maxSockets: 32 })

function open(port: number, stop: AbortSignal): Socket {
  const socket = connect({ host, port, localAddress: stranger() })
  socket.on('error', () => {})
  socket.resume()
  stop.addEventListener('abort', () => socket.destroy(), { once: true })
  socket.setTimeout(20_000, () => socket.destroy())
  return socket
}

function ask(port: number, path: string, method = 'GET'): void {
  const options = { host, port, path, method, agent, localAddress: stranger(), timeout: 5_000 }
  request(options, answer => answer.resume())
    .on('error', () => {})
    .end()
}

/** Uploads that are announced and never come. */
const idleUploads: Attack = {
  name: 'idle-unsigned-upload',
  everyMs: 100,
  strike({ ingest }, stop) {
    const head = `POST /webhooks/broadcast/replay HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 900000\r\n\r\n{`
    open(ingest, stop).write(head)
  },
}

const criticalFlood: Attack = {
  name: 'critical-flood',
  everyMs: 100,
  strike({ ingest, secret }) {
    const occurredAt = new Date().toISOString()
    const goals = Array.from({ length: 200 }, () => ({
      ...{ matchId: 'flooded', sourceEventId: randomUUID(), type: 'goal-scored', occurredAt },
      payload: { team: 'home' },
    }))
    const body = JSON.stringify(goals)
    const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1_000))]
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
    const headers = {
      ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      ...{ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` },
    }
    const options = {
      host,
      port: ingest,
      path: '/webhooks/broadcast/simulator',
      method: 'POST',
      agent,
      headers,
    }
    request(options, answer => answer.resume())
      .on('error', () => {})
      .end(body)
  },
}

const wrongSignatures: Attack = {
  name: 'wrong-signature',
  everyMs: 50,
  strike({ ingest }) {
    const body = randomBytes(20_000)
    const headers = {
      ...{ 'content-type': 'application/json', 'content-length': body.length, 'webhook-id': randomUUID() },
      ...{ 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)), 'webhook-signature': 'v1,AAAA' },
    }
    const path = '/webhooks/broadcast/replay'
    const options = { host, port: ingest, path, method: 'POST', agent, headers, localAddress: stranger() }
    request(options, answer => answer.resume())
      .on('error', () => {})
      .end(body)
  },
}

const spellings = [
  '/%76%31/matches',
  '/%74rpc/match.list',
  '//v1/matches',
  '/v1/../v1/matches',
  '/V1/matches',
  '/%zz',
]
const oddPaths: Attack = {
  name: 'odd-path',
  everyMs: 10,
  strike: ({ gateway }) => ask(gateway, spellings[Math.floor(Math.random() * spellings.length)] ?? '/'),
}

function fan({ gateway }: Targets, stop: AbortSignal, messages: () => readonly string[]): void {
  const socket = new WebSocket(`ws://${host}:${gateway}/trpc`, { localAddress: stranger() })
  socket.on('error', () => {})
  socket.on('open', () => {
    for (const message of messages()) socket.send(message)
  })
  stop.addEventListener('abort', () => socket.terminate(), { once: true })
  setTimeout(() => socket.terminate(), 15_000).unref()
}

const manyIds = JSON.stringify(Array.from({ length: 6_000 }, (_, index) => ({ id: index })))
const arraysOfIds: Attack = {
  name: 'arrays-of-ids',
  everyMs: 500,
  strike: (targets, stop) => fan(targets, stop, () => Array.from({ length: 60 }, () => manyIds)),
}

const inventedMatches: Attack = {
  name: 'invented-match',
  everyMs: 250,
  strike: (targets, stop) =>
    fan(targets, stop, () =>
      Array.from({ length: 20 }, (_, id) => {
        const input = { matchId: `invented-${randomBytes(6).toString('hex')}` }
        return JSON.stringify({ id: id + 1, method: 'subscription', params: { path: 'match.feed', input } })
      }),
    ),
}

const rubbish: Attack = {
  name: 'rubbish',
  everyMs: 50,
  strike({ ingest, gateway, processor }, stop) {
    const ports = [ingest, gateway, processor]
    open(ports[Math.floor(Math.random() * ports.length)] ?? gateway, stop).write(randomBytes(2_000))
  },
}

const slowHeaders: Attack = {
  name: 'slow-headers',
  everyMs: 200,
  strike({ gateway, processor }, stop) {
    open(Math.random() < 0.5 ? gateway : processor, stop).write(
      'GET /v1/matches HTTP/1.1\r\nhost: a\r\nx-slow: ',
    )
  },
}

export const attacks: readonly Attack[] = [
  idleUploads,
  criticalFlood,
  wrongSignatures,
  oddPaths,
  arraysOfIds,
  inventedMatches,
  rubbish,
  slowHeaders,
]

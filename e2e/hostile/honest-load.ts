import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { WebSocket } from 'ws'
import type { TestHouse } from '../house/house.ts'

/** Times of one window, in milliseconds. */
export interface Times {
  /** From a signed request to its 202. */
  readonly webhook: number[]
  /** From an event's time to a fan's socket. */
  readonly fan: number[]
  /** Requests that were not answered 202. */
  refused: number
}

export interface HonestLoad {
  /** Begins a new window, and returns it: it fills while it is the newest. */
  window(): Times
  stop(): Promise<void>
}

const matchId = 'calm'
const everyMs = 40
const fans = 8

/** One partner who sends an event at a time, and fans who follow them, as on any evening. */
export async function startHonestLoad(house: TestHouse): Promise<HonestLoad> {
  let times: Times = { webhook: [], fan: [], refused: 0 }
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  await post(house, agent)
  const sockets = await Promise.all(
    Array.from({ length: fans }, () => follow(house, ms => void times.fan.push(ms))),
  )
  const timer = setInterval(() => {
    const window = times
    const started = performance.now()
    void post(house, agent).then(status => {
      if (status === 202) window.webhook.push(performance.now() - started)
      else window.refused += 1
    })
  }, everyMs)
  return {
    window: () => {
      times = { webhook: [], fan: [], refused: 0 }
      return times
    },
    stop: async () => {
      clearInterval(timer)
      for (const socket of sockets) socket.terminate()
      agent.destroy()
    },
  }
}

function post({ ports, secret }: TestHouse, agent: Agent): Promise<number> {
  const event = {
    ...{ matchId, sourceEventId: randomUUID(), type: 'pass-made', occurredAt: new Date().toISOString() },
    payload: { team: 'home', player: 'Player 7' },
  }
  const body = JSON.stringify(event)
  const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1_000))]
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  const headers = {
    ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    ...{ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` },
  }
  const path = '/webhooks/broadcast/replay'
  const options = { host: '127.0.0.1', port: ports.ingest, path, method: 'POST', agent, headers }
  return new Promise(resolve => {
    request(options, answer => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
      .on('error', () => resolve(0))
      .end(body)
  })
}

function follow({ ports }: TestHouse, onEvent: (ms: number) => void): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${ports.gateway}/trpc`)
  socket.on('message', data => {
    const occurredAt = /"occurredAt":"([^"]+)"/.exec(data.toString())?.[1]
    if (occurredAt) onEvent(Date.now() - Date.parse(occurredAt))
  })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => {
      const params = { path: 'match.feed', input: { matchId } }
      socket.send(JSON.stringify({ id: 1, method: 'subscription', params }))
      resolve(socket)
    })
  })
}

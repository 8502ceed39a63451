import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
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

/** Over the whole load. Every fan gets every event that was accepted once. */
export interface Delivered {
  readonly accepted: number
  /** Of all fans together. */
  readonly received: number
  /** Not received by a fan, 10 s after the last was sent. */
  readonly missed: number
  readonly twice: number
}

export interface HonestLoad {
  /** Begins a new window, and returns it: it fills while it is the newest. */
  window(): Times
  /** Sends no more, waits until all has arrived, and closes the sockets. */
  stop(): Promise<Delivered>
}

const matchId = 'calm'
const everyMs = 40
const fans = 8

/** One partner who sends an event at a time, and fans who follow them, as on any evening. */
export async function startHonestLoad(house: TestHouse): Promise<HonestLoad> {
  let times: Times = { webhook: [], fan: [], refused: 0 }
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  // It makes the match, which the fans can follow then.
  await post(house, randomUUID(), agent)
  const accepted = new Set<string>()
  const followers = await Promise.all(
    Array.from({ length: fans }, () => follow(house, ms => void times.fan.push(ms))),
  )
  const timer = setInterval(() => {
    const window = times
    const started = performance.now()
    const id = randomUUID()
    void post(house, id, agent).then(status => {
      if (status !== 202) window.refused += 1
      else {
        window.webhook.push(performance.now() - started)
        accepted.add(id)
      }
    })
  }, everyMs)
  const delivered = (): Delivered => ({
    accepted: accepted.size,
    received: followers.reduce((sum, { counts }) => sum + counts.size, 0),
    missed: followers.reduce(
      (sum, { counts }) => sum + [...accepted].filter(id => !counts.has(id)).length,
      0,
    ),
    twice: followers.reduce((sum, { counts }) => sum + [...counts.values()].filter(n => n > 1).length, 0),
  })
  return {
    window: () => {
      times = { webhook: [], fan: [], refused: 0 }
      return times
    },
    stop: async () => {
      clearInterval(timer)
      const deadlineMs = performance.now() + 10_000
      do await delay(200)
      while (delivered().missed > 0 && performance.now() < deadlineMs)
      for (const { socket } of followers) socket.terminate()
      agent.destroy()
      return delivered()
    },
  }
}

function post({ ports, secret }: TestHouse, sourceEventId: string, agent: Agent): Promise<number> {
  const event = {
    ...{ matchId, sourceEventId, type: 'pass-made', occurredAt: new Date().toISOString() },
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

interface Follower {
  readonly socket: WebSocket
  /** How often each event came, by its id. */
  readonly counts: ReadonlyMap<string, number>
}

function follow({ ports }: TestHouse, onEvent: (ms: number) => void): Promise<Follower> {
  const socket = new WebSocket(`ws://127.0.0.1:${ports.gateway}/trpc`)
  const counts = new Map<string, number>()
  socket.on('message', data => {
    const text = data.toString()
    if (text === 'PING') socket.send('PONG')
    const [, id] = /"sourceEventId":"([^"]+)"/.exec(text) ?? []
    const [, occurredAt] = /"occurredAt":"([^"]+)"/.exec(text) ?? []
    if (!id || !occurredAt) return
    counts.set(id, (counts.get(id) ?? 0) + 1)
    onEvent(Date.now() - Date.parse(occurredAt))
  })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => {
      const params = { path: 'match.feed', input: { matchId } }
      socket.send(JSON.stringify({ id: 1, method: 'subscription', params }))
      resolve({ socket, counts })
    })
  })
}

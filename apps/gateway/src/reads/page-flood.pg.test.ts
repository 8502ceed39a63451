import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { createDatabase } from '@touchline/db'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { seatFan } from '../testing/fan.ts'
import { openHouse, type TestHouse } from '../testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await house.store(1_000)
  // As long as events may well be.
  await house.database.database.pool.query(
    `update match_events set payload = (payload::jsonb || jsonb_build_object('note', repeat('x', 900)))::json`,
  )
})
afterAll(() => house.close())

const path = '/v1/matches/derby-1/events?limit=1000'
/** In a thread of its own, so that reading the answers is not counted as ours. */
const flood = `
  const { workerData: { url, atOnce } } = require('node:worker_threads')
  const go = async () => { for (;;) await fetch(url).then(r => r.arrayBuffer()).catch(() => {}) }
  for (let n = 0; n < atOnce; n++) go()
`
const floodMs = 3_000

it('moves the median of what fans get by little', async () => {
  const { pool } = house.database.database
  const url = pool.options.connectionString ?? ''
  const readDatabase = createDatabase({ url, applicationName: 'reads', maxConnections: 4 })
  onTestFinished(() => readDatabase.close())
  const gateway = await house.gateway({ limits: { drainMs: 0 }, readDatabase })
  const fan = await seatFan({ port: () => gateway.port })
  const address = `http://127.0.0.1:${gateway.port}${path}`
  const worker = new Worker(flood, { eval: true, workerData: { url: address, atOnce: 60 } })
  onTestFinished(() => void worker.terminate())
  await delay(300)
  const untilMs = Date.now() + floodMs
  let count = 0
  while (Date.now() < untilMs) {
    await house.publish(1)
    count++
    await delay(30)
  }
  await worker.terminate()
  await delay(200)
  const lateMs = fan.arrivedAtMs
    .map((atMs, index) => atMs - Date.parse((fan.frames[index] as { storedAt: string }).storedAt))
    .toSorted((a, b) => a - b)
  expect(lateMs.length).toBeGreaterThanOrEqual(count - 1)
  expect(lateMs[Math.floor(lateMs.length / 2)]).toBeLessThan(500)
  await fan.close()
}, 30_000)

it('counts calls on a socket as it counts requests', async () => {
  const limits = { requestsPerMinute: { free: 5, plus: 5, pro: 5 } }
  const gateway = await house.gateway({ limits: { drainMs: 0 }, admission: { limits } })
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/trpc`)
  onTestFinished(() => socket.terminate())
  const codes: string[] = []
  const answered = new Promise<void>(resolve => {
    socket.on('message', data => {
      const { error } = JSON.parse(String(data))
      if (codes.push(error?.data.errorCode ?? 'fine') === 8) resolve()
    })
  })
  await new Promise(resolve => socket.once('open', resolve))
  for (let id = 1; id <= 8; id++) {
    const params = { path: 'match.get', input: { matchId: 'derby-1' } }
    socket.send(JSON.stringify({ id, method: 'query', params }))
  }
  await answered
  expect(codes.filter(code => code === 'fine')).toHaveLength(5)
  expect(codes.filter(code => code === 'rate-limited')).toHaveLength(3)
})

import type { Frame } from '@touchline/contracts'
import { inTransaction, lockMatches } from '@touchline/db'
import { emptyMatch } from '@touchline/match'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'

const events = 40_000
const kibibyte = 1024
const socketHighWaterBytes = 256 * kibibyte
const limits = {
  drainMs: 100,
  ringBytes: 1024 * kibibyte,
  historyBytes: 1024 * kibibyte,
  socketHighWaterBytes,
}
let house: TestHouse
let gateway: Awaited<ReturnType<TestHouse['gateway']>>
beforeAll(async () => {
  house = await openHouse()
  // A match that nobody knows yet would keep its feeds in the waiting room, where none is slow.
  await inTransaction(house.database.database.pool, tx => lockMatches(tx, ['derby-1'], emptyMatch))
  gateway = await house.gateway({ limits })
})
afterAll(() => house.close())

/** A client that speaks the wire itself, so that the test can stop it from reading. */
async function seatPausedFan(input: { readonly complete?: boolean }) {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/trpc`)
  await new Promise(resolve => socket.once('open', resolve))
  const frames: Frame[] = []
  const started = new Promise<void>(resolve => {
    socket.on('message', data => {
      const { result } = JSON.parse(String(data))
      if (result?.type === 'started') resolve()
      else if (result?.id) frames.push(result.data.data)
    })
  })
  const params = { path: 'match.feed', input: { matchId: 'derby-1', ...input } }
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params }))
  await started
  socket.pause()
  return { socket, frames }
}

async function bufferedBytes(): Promise<number> {
  const exposition = await gateway.metrics.exposition()
  return Number(/^touchline_socket_buffered_bytes\S* (\d+)/m.exec(exposition)?.[1])
}

/** Publishes while a fan reads nothing; gives the most that the gateway held meanwhile. */
async function publishPast(firstSeq: number) {
  const other = await seatFan({ port: () => gateway.port, keepFrames: false })
  let peakBytes = 0
  for (let stored = 0; stored < events; stored += 500) {
    await house.publish(500)
    peakBytes = Math.max(peakBytes, await bufferedBytes())
  }
  await vi.waitFor(() => expect(other.ids).toHaveLength(events), { timeout: 20_000 })
  expect(other.ids).toEqual(idsBetween(1, firstSeq, firstSeq + events - 1))
  await other.close()
  return peakBytes
}

it('holds little for a client that does not read, serves others meanwhile, and brings it back to the head', async () => {
  const paused = await seatPausedFan({})
  // Two sockets: the paused one up to its bound, the other one for a moment.
  expect(await publishPast(1)).toBeLessThanOrEqual(2 * socketHighWaterBytes)
  expect(await bufferedBytes()).toBeLessThanOrEqual(socketHighWaterBytes)
  expect(paused.frames.length).toBeLessThan(events / 2)
  paused.socket.resume()
  await vi.waitFor(() => expect(paused.frames.at(-1)?.seq).toBe(events), { timeout: 20_000 })
  let seq = 0
  for (const frame of paused.frames) {
    if (frame.type === 'feed-skipped' || frame.type === 'feed-gap') expect(frame.afterSeq).toBe(seq)
    else expect(frame.seq).toBe(seq + 1)
    seq = frame.seq
  }
  const critical = paused.frames.filter(frame => 'lane' in frame && frame.lane === 'critical')
  expect(critical).toHaveLength(events / 4)
  expect(paused.frames.some(frame => frame.type === 'feed-gap')).toBe(true)
  paused.socket.terminate()
}, 60_000)

it('leaves nothing out for a client that asked for all', async () => {
  const paused = await seatPausedFan({ complete: true })
  await publishPast(events + 1)
  expect(await bufferedBytes()).toBeLessThanOrEqual(socketHighWaterBytes)
  paused.socket.resume()
  await vi.waitFor(() => expect(paused.frames).toHaveLength(events), { timeout: 20_000 })
  expect(paused.frames.map(frame => `1:${frame.seq}`)).toEqual(idsBetween(1, events + 1, 2 * events))
  paused.socket.terminate()
}, 60_000)

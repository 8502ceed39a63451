import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'

const events = 50_000
const kibibyte = 1024
const socketHighWaterBytes = 256 * kibibyte
const oneSliceBytes = 64 * kibibyte
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
  gateway = await house.gateway({ limits })
})
afterAll(() => house.close())

/** A client that speaks the wire itself, so that the test can stop it from reading. */
async function seatPausedFan() {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/trpc`)
  await new Promise(resolve => socket.once('open', resolve))
  const ids: string[] = []
  let bytes = 0
  const started = new Promise<void>(resolve => {
    socket.on('message', data => {
      const text = String(data)
      bytes += text.length
      const { result } = JSON.parse(text)
      if (result?.type === 'started') resolve()
      else if (result?.id) ids.push(result.id)
    })
  })
  const params = { path: 'match.feed', input: { matchId: 'derby-1', from: 'start' } }
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params }))
  await started
  socket.pause()
  return { socket, ids, bytes: () => bytes }
}

async function bufferedBytes(): Promise<number> {
  const exposition = await gateway.metrics.exposition()
  return Number(/^touchline_socket_buffered_bytes\S* (\d+)/m.exec(exposition)?.[1])
}

it('holds little for a client that does not read, serves others meanwhile, and loses nothing for it', async () => {
  const paused = await seatPausedFan()
  const other = await seatFan({ port: () => gateway.port, input: { from: 'start' }, keepFrames: false })
  let peakBytes = 0
  for (let stored = 0; stored < events; stored += 500) {
    await house.publish(500)
    peakBytes = Math.max(peakBytes, await bufferedBytes())
  }
  await vi.waitFor(() => expect(other.ids).toHaveLength(events), { timeout: 20_000 })
  expect(paused.ids.length).toBeLessThan(events / 2)
  await vi.waitFor(async () => expect(await bufferedBytes()).toBeGreaterThan(socketHighWaterBytes))
  // Two sockets: the paused one above its mark by a slice at most, the other one for a moment.
  expect(peakBytes).toBeLessThan(2 * (socketHighWaterBytes + oneSliceBytes))
  paused.socket.resume()
  await vi.waitFor(() => expect(paused.ids).toHaveLength(events), { timeout: 20_000 })
  expect(paused.ids).toEqual(idsBetween(1, 1, events))
  expect(paused.bytes()).toBeGreaterThan(20 * 1024 * kibibyte)
  await other.close()
  paused.socket.terminate()
}, 60_000)

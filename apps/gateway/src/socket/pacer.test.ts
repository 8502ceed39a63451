import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { Pacer } from './pacer.ts'

const openSocket = (bufferedAmount: number) => ({
  OPEN: 1,
  readyState: 1,
  bufferedAmount,
  terminate: vi.fn(),
})
const paced = (socket: ReturnType<typeof openSocket>, stallMs = 60_000) => {
  const onStalled = vi.fn()
  const options = { highWaterBytes: 100, stallMs, onStalled }
  return { pacer: new Pacer(socket as unknown as WebSocket, options), onStalled }
}
const settled = async (work: Promise<void>) =>
  Promise.race([work.then(() => true), delay(30).then(() => false)])

it('lets frames pass while there is little to send', async () => {
  const { pacer } = paced(openSocket(100))
  expect(await settled(pacer.ready(1))).toBe(true)
  expect(pacer.isFull).toBe(false)
})

it('holds all feeds of a full socket back until it has sent, or is gone', async () => {
  const socket = openSocket(101)
  const { pacer } = paced(socket)
  const waiting = [pacer.ready(1), pacer.ready(50)]
  expect(await settled(Promise.race(waiting))).toBe(false)
  socket.bufferedAmount = 0
  await Promise.all(waiting)
  socket.bufferedAmount = 101
  const last = pacer.ready(1)
  socket.readyState = 3
  await last
  expect(socket.terminate).not.toHaveBeenCalled()
})

it('cuts a socket off that takes nothing for too long', async () => {
  const socket = openSocket(500)
  const { pacer, onStalled } = paced(socket, 20)
  await pacer.ready(1)
  expect(socket.terminate).toHaveBeenCalledOnce()
  expect(onStalled).toHaveBeenCalledOnce()
})

import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

let echo: Server
let proxy: FaultProxy
const sockets: Socket[] = []

beforeEach(async () => {
  echo = createServer(socket => socket.on('error', () => socket.destroy()).pipe(socket))
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address = echo.address()
  proxy = await startFaultProxy({
    port: 0,
    targetPort: typeof address === 'object' ? (address?.port ?? 0) : 0,
  })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await proxy.close()
  await new Promise(resolve => echo.close(resolve))
})

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1')
  socket.on('error', () => {})
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

/** What comes back of a text, as soon as `length` bytes have. */
function echoed(socket: Socket, text: string): Promise<string> {
  return new Promise(resolve => {
    let heard = ''
    socket.on('data', bytes => {
      heard += bytes.toString()
      if (heard.length >= text.length) resolve(heard)
    })
    socket.write(text)
  })
}

it('carries bytes both ways, unchanged and in order', async () => {
  const text = 'abc'.repeat(1_000_000)
  expect((await echoed(await dial(), text)) === text).toBe(true)
})

it('cuts what stands, and lets new connections in', async () => {
  const socket = await dial()
  await echoed(socket, 'x')
  const closed = once(socket, 'close')
  expect(proxy.cut()).toBe(1)
  await closed
  expect(await echoed(await dial(), 'again')).toBe('again')
})

it('refuses new connections until told otherwise', async () => {
  proxy.set({ kind: 'refuse' })
  await once(await dial(), 'close')
  proxy.set({ kind: 'pass' })
  expect(await echoed(await dial(), 'again')).toBe('again')
})

it('delays each way', async () => {
  const socket = await dial()
  proxy.set({ kind: 'delay', delayMs: 60 })
  const startedMs = performance.now()
  await echoed(socket, 'x')
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(115)
})

it('slows to a rate', async () => {
  const socket = await dial()
  proxy.set({ kind: 'slow', bytesPerSecond: 20_000 })
  const startedMs = performance.now()
  await echoed(socket, 'y'.repeat(6_000))
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(250)
})

it('swallows one way without closing, and drops that connection once the link is well', async () => {
  const socket = await dial()
  await echoed(socket, 'x')
  proxy.set({ kind: 'half-open', swallow: 'down' })
  const heard: Buffer[] = []
  socket.on('data', bytes => heard.push(bytes))
  socket.write('into the void')
  const other = await dial()
  await vi.waitFor(() => expect(proxy.swallowedBytes()).toBe(13))
  proxy.set({ kind: 'pass' })
  expect(await echoed(other, 'through')).toBe('through')
  if (!socket.destroyed) await once(socket, 'close')
  expect(heard).toEqual([])
})

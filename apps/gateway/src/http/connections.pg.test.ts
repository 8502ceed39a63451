import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { seatFan } from '../testing/fan.ts'
import { openHouse, type TestHouse } from '../testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await house.store(1)
})
afterAll(() => house.close())

interface Idle {
  readonly socket: Socket
  text: string
  closed: boolean
}

/** Opens connections from an address and keeps what they are told. */
function connections(port: number, localAddress: string, count: number): Idle[] {
  return Array.from({ length: count }, () => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    onTestFinished(() => void socket.destroy())
    const idle = { socket, text: '', closed: false }
    socket.on('data', data => (idle.text += data))
    socket.on('error', () => {})
    socket.on('close', () => (idle.closed = true))
    return idle
  })
}
const closed = (all: readonly Idle[]) => all.filter(one => one.closed).length

it('takes so many connections of an address, whose oldest gives way; a newcomer and a fan notice nothing', async () => {
  const limits = { pendingConnections: 50, pendingConnectionsPerAddress: 20, sockets: 10, httpFeeds: 5 }
  const gateway = await house.gateway({ limits: { drainMs: 0, ...limits } })
  const fan = await seatFan({ port: () => gateway.port })
  const first = connections(gateway.port, '127.0.0.9', 30)
  await vi.waitFor(() => expect(closed(first)).toBe(10), 10_000)
  for (let n = 10; n < 30; n++) connections(gateway.port, `127.0.0.${n}`, 10)
  await vi.waitFor(
    async () => expect(await gateway.metrics.exposition()).toMatch(/connections_displaced_total\S* 1[78]\d/),
    10_000,
  )
  const [newcomer] = connections(gateway.port, '127.0.0.77', 1)
  newcomer?.socket.write('GET /v1/matches/derby-1 HTTP/1.1\r\nhost: x\r\n\r\n')
  await vi.waitFor(() => expect(newcomer?.text).toContain('HTTP/1.1 200'), 10_000)
  const second = await seatFan({ port: () => gateway.port })
  await house.publish(1)
  await vi.waitFor(() => expect([fan.ids.length, second.ids.length]).not.toContain(0), 10_000)
  await Promise.all([fan.close(), second.close()])
})

it('waits a few seconds for the head of a request, also of the first', async () => {
  const gateway = await house.gateway({ limits: { drainMs: 0, headersTimeoutMs: 200 } })
  const [silent, slow] = connections(gateway.port, '127.0.0.9', 2)
  slow?.socket.write('GET / HTTP/1.1\r\n')
  const fan = await seatFan({ port: () => gateway.port })
  await Promise.all([silent, slow].map(one => one && once(one.socket, 'close')))
  expect(fan.errors).toEqual([])
  await fan.close()
})

import { createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isFrame } from './frame-check.ts'
import { eventAt } from './testing/event-at.ts'
import { startWire, type WireSocket } from './testing/gateway-wire.ts'
import { timedOpening } from './timed-opening.ts'
import { createTouchline } from './touchline.ts'

const closing: (() => unknown)[] = []
const thrown: unknown[] = []
const onThrown = (error: unknown) => void thrown.push(error)
afterEach(async () => {
  vi.restoreAllMocks()
  for (const close of closing.splice(0).reverse()) await close()
  expect(thrown.splice(0)).toEqual([])
})

async function follow() {
  process.on('uncaughtException', onThrown)
  closing.push(() => process.off('uncaughtException', onThrown))
  vi.spyOn(Math, 'random').mockReturnValue(0.1)
  const wire = await startWire()
  const touchline = createTouchline({ url: wire.url })
  closing.push(wire.close, touchline.close)
  const feed = touchline.match('m').feed({ from: 'start' })
  const reader = feed[Symbol.asyncIterator]()
  const first = reader.next()
  const asked = (times: number) =>
    vi.waitFor(() => {
      const [socket] = wire.sockets
      expect(socket?.requests.filter(({ method }) => method === 'subscription')).toHaveLength(times)
      return socket as WireSocket
    }, 5_000)
  return { feed, first, asked }
}

const event = eventAt(1)
const odd: Readonly<Record<string, unknown>> = {
  'no data': null,
  'a text': 'hello',
  'no frame': { id: '1:1', data: null },
  'nothing in it': { data: {} },
  'seq as text': { data: { ...event, seq: '1' } },
  'no seq': { data: { ...event, seq: null } },
  'an epoch past a safe integer': { data: { ...event, epoch: 2 ** 53 } },
  'half an epoch': { data: { ...event, epoch: 1.5 } },
  'an epoch below zero': { data: { ...event, epoch: -1 } },
  'no type': { data: { ...event, type: null } },
  'a version of nothing': { data: { ...event, type: 'event-revised', payload: { event: 5 } } },
  'no payload': { data: { ...event, type: 'event-revised', payload: null } },
  'a reset without a place': { data: { type: 'feed-reset', matchId: 'm', epoch: 1 } },
  'a gap without a snapshot': { data: { type: 'feed-gap', matchId: 'm', epoch: 1, seq: 3, afterSeq: 0 } },
}
const oddTexts: Readonly<Record<string, string | Buffer>> = {
  'no JSON': 'hello',
  null: 'null',
  'a number': '5',
  'a list': '[]',
  'no result': '{"id":1}',
  'an empty result': '{"id":1,"result":null}',
  'an empty error': '{"id":1,"error":null}',
  bytes: Buffer.from([1, 2, 3]),
}

describe('what a feed cannot read', () => {
  const cases = [
    ...Object.entries(odd).map(([name, data]) => [name, (to: WireSocket) => to.data(data)] as const),
    ...Object.entries(oddTexts).map(([name, text]) => [name, (to: WireSocket) => to.text(text)] as const),
  ]
  it.each(cases)('%s: is counted, throws nothing, and is asked for again', async (_, send) => {
    const { feed, first, asked } = await follow()
    send(await asked(1))
    const socket = await asked(2)
    expect(feed.counts).toMatchObject({ malformed: 1, received: 0 })
    socket.frame(event)
    expect((await first).value?.seq).toBe(1)
  })

  it('comes again and again: each time it is waited longer for', async () => {
    const { feed, asked } = await follow()
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const at: number[] = []
    for (let n = 1; n <= 4; n++) {
      const socket = await asked(n)
      at.push(Date.now())
      socket.data(null)
    }
    const waits = at.slice(1).map((ms, index) => ms - (at[index] ?? 0))
    expect(waits[0]).toBeGreaterThanOrEqual(190)
    expect(waits[1]).toBeGreaterThanOrEqual(390)
    expect(waits[2]).toBeGreaterThanOrEqual(790)
    expect(feed.counts.malformed).toBeGreaterThanOrEqual(3)
  })

  it('is anything but a frame, and no value makes the check throw', () => {
    fc.assert(fc.property(fc.anything(), value => void isFrame(value)))
    const place = fc.oneof(fc.integer(), fc.double(), fc.bigInt(), fc.constant(2 ** 53), fc.string())
    fc.assert(
      fc.property(place, place, (epoch, seq) => {
        const isPlace = [epoch, seq].every(one => Number.isSafeInteger(one) && Number(one) >= 0)
        if (isFrame({ ...event, epoch, seq })) expect(isPlace).toBe(true)
      }),
    )
  })
})

describe('opening a socket', () => {
  it('is given up after a time where the peer says nothing; one that is open by then stays', async () => {
    const held: Socket[] = []
    const silent = createServer(socket => void held.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
    await new Promise(resolve => silent.once('listening', resolve))
    const wire = await startWire()
    closing.push(wire.close, () => {
      for (const socket of held) socket.destroy()
      silent.close()
    })
    const address = silent.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const Timed = timedOpening(WebSocket, 500)
    const open = new Timed(wire.url.replace('http', 'ws'))
    closing.push(() => open.close())
    await new Promise(resolve => open.addEventListener('open', resolve))
    const waiting = new Timed(`ws://127.0.0.1:${port}`)
    await new Promise(resolve => waiting.addEventListener('close', resolve))
    expect(open.readyState).toBe(WebSocket.OPEN)
  })
})

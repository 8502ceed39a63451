import { once } from 'node:events'
import { connect as openSocket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import WebSocket from 'ws'
import { openHouse, type TestHouse } from '../testing/house.ts'
import { openMany } from '../testing/many-feeds.ts'

let house: TestHouse
let port: number
const limits = {
  drainMs: 100,
  feedsPerSocket: 2,
  inboundMessageBytes: 4_096,
  inboundMessagesPerSecond: 10,
  pingMs: 50,
  pongWaitMs: 100,
}
const unhurried = { pingMs: 25_000, pongWaitMs: 20_000 }
beforeAll(async () => {
  house = await openHouse()
  await house.store(3)
  port = (await house.gateway({ limits })).port
})
afterAll(() => house.close())

interface Answer {
  readonly id: number | null
  readonly result?: { readonly type: string; readonly id?: string; readonly data?: unknown }
  readonly error?: { readonly message: string; readonly data: Record<string, unknown> }
}

/** A client that speaks the wire as it likes. */
async function connect({ pongs = true } = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/trpc`)
  const answers: Answer[] = []
  const waiting: (() => void)[] = []
  let closeCode: number | undefined
  const heard = () => waiting.splice(0).forEach(resolve => void resolve())
  socket.on('message', data => {
    const text = String(data)
    if (text === 'PING') {
      if (pongs) socket.send('PONG')
      return
    }
    answers.push(JSON.parse(text))
    heard()
  })
  socket.on('error', () => {})
  socket.on('close', code => {
    closeCode = code
    heard()
  })
  await new Promise(resolve => socket.once('open', resolve))
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (let found = find(); ; found = find()) {
      if (found !== undefined) return found
      await new Promise<void>(resolve => waiting.push(resolve))
    }
  }
  return {
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    answer: (id: number | null) => until(() => answers.find(answer => answer.id === id)),
    event: (id: number) => until(() => answers.find(answer => answer.id === id && answer.result?.id)),
    closed: () => until(() => closeCode),
    close: () => socket.terminate(),
  }
}
const call = (id: number, path: string, input?: unknown, method = 'query') => ({
  id,
  method,
  params: { path, input },
})
const feed = (id: number, input: object = {}) =>
  call(id, 'match.feed', { matchId: 'derby-1', ...input }, 'subscription')

it('answers calls on the socket, and wrong ones in our words', async () => {
  const client = await connect()
  client.send(call(1, 'match.get', { matchId: 'derby-1' }))
  expect(await client.answer(1)).toMatchObject({ result: { data: { lastSeq: 3 } } })
  client.send(feed(2, { lastEventId: 'yesterday' }))
  const refused = await client.answer(2)
  expect(refused.error?.data).toMatchObject({ errorCode: 'invalid-input', faults: [{ path: 'lastEventId' }] })
  client.send('{"id": 3, broken')
  const broken = await client.answer(null)
  expect(broken.error).toMatchObject({ message: 'the request is not valid JSON' })
  expect(JSON.stringify([refused, broken])).not.toContain('stack')
  client.close()
})

it('gives a socket so many feeds, and a place that is left can be taken again', async () => {
  const client = await connect()
  for (const id of [1, 2, 3]) client.send(feed(id))
  expect(await client.answer(1)).toMatchObject({ result: { type: 'started' } })
  expect(await client.answer(2)).toMatchObject({ result: { type: 'started' } })
  expect((await client.answer(3)).error?.data).toMatchObject({ errorCode: 'rate-limited', retryable: true })
  client.send({ id: 1, method: 'subscription.stop' })
  client.send(call(4, 'match.list'))
  await client.answer(4)
  client.send(feed(5))
  expect(await client.answer(5)).toMatchObject({ result: { type: 'started' } })
  client.close()
})

it.each(['shared', 'stock'] as const)('refuses a message with an id that is no id: %s', async adapter => {
  const own = await house.gateway({ adapter, limits: { ...limits, ...unhurried } })
  const socket = new WebSocket(`ws://127.0.0.1:${own.port}/trpc`)
  const heard: string[] = []
  socket.on('message', data => heard.push(String(data)))
  await new Promise(resolve => socket.once('open', resolve))
  const long = { ...feed(1), id: 'x'.repeat(65) }
  const list = { ...call(1, 'match.list'), id: 'x'.repeat(64) }
  for (const message of [long, [list, long], list]) socket.send(JSON.stringify(message))
  await vi.waitFor(() => expect(heard).toHaveLength(3))
  expect(heard.map(text => JSON.parse(text).error?.data.errorCode)).toEqual([
    'invalid-input',
    'invalid-input',
    undefined,
  ])
  socket.terminate()
})

it('encodes so many different ways for one caller, over all its sockets', async () => {
  const own = await house.gateway({ limits: { ...limits, ...unhurried, encodingsPerCaller: 3 } })
  const many = { port: own.port, sockets: 2, name: 'ways', address: '127.0.0.5' }
  const same = await openMany({ ...many, feeds: 2 })
  await vi.waitFor(() => expect(same.started()).toBe(4))
  const socket = new WebSocket(`ws://127.0.0.1:${own.port}/trpc`, { localAddress: '127.0.0.5' })
  const heard: string[] = []
  socket.on('message', data => heard.push(String(data)))
  await new Promise(resolve => socket.once('open', resolve))
  for (const id of [7, 8]) socket.send(JSON.stringify(feed(id)))
  await vi.waitFor(() => expect(heard.join()).toContain('rate-limited'))
  expect(heard.filter(text => text.includes('"started"'))).toHaveLength(1)
  socket.terminate()
  same.close()
})

it('sends a tracked event on the wire as the stock client reads it', async () => {
  const client = await connect()
  client.send(feed(7, { lastEventId: '1:2' }))
  const { result } = await client.event(7)
  expect(result).toEqual({ type: 'data', id: '1:3', data: { id: '1:3', data: expect.anything() } })
  expect(result?.data).toMatchObject({ data: { matchId: 'derby-1', epoch: 1, seq: 3, lane: 'low' } })
  client.close()
})

it('deflates where it may and the client asks for it, and a client notices nothing', async () => {
  const deflating = await house.gateway({ limits: { ...limits, ...unhurried, deflate: true } })
  const socket = new WebSocket(`ws://127.0.0.1:${deflating.port}/trpc`)
  await new Promise(resolve => socket.once('open', resolve))
  expect(socket.extensions).toBe('permessage-deflate')
  const heard: string[] = []
  socket.on('message', data => {
    if (String(data) === 'PING') socket.send('PONG')
    else heard.push(String(data))
  })
  socket.send(JSON.stringify(feed(1, { lastEventId: '1:0' })))
  await vi.waitFor(() => expect(heard).toHaveLength(4), 10_000)
  await house.publish(2)
  await vi.waitFor(() => expect(heard).toHaveLength(6), 10_000)
  expect(heard.slice(1).map(text => JSON.parse(text).result.id)).toEqual(['1:1', '1:2', '1:3', '1:4', '1:5'])
  socket.terminate()
})

it('closes on a client that sends too much at once, or too often', async () => {
  const large = await connect()
  large.send(call(1, 'match.get', 'x'.repeat(5_000)))
  expect(await large.closed()).toBe(1009)
  const often = await connect()
  for (let count = 0; count < 200; count++) often.send('PING-PONG')
  expect([1006, 1008]).toContain(await often.closed())
})

it('closes on a client that does not answer its pings', async () => {
  const silent = await connect({ pongs: false })
  expect(await silent.closed()).toBe(1006)
})

it('stops though a client whose upgrade was refused never closes its side', async () => {
  const gateway = await house.gateway({ limits: { drainMs: 100 } })
  const client = openSocket({ host: '127.0.0.1', port: gateway.port, allowHalfOpen: true })
  onTestFinished(() => void client.destroy())
  client.on('error', () => {})
  client.write('GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
  const [answer] = await once(client, 'data')
  expect(String(answer)).toContain('404')
  const stopped = await Promise.race([gateway.stop().then(() => 'stopped'), delay(5_000, 'hangs')])
  expect(stopped).toBe('stopped')
})

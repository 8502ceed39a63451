import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { limitConnections } from './connections.ts'
import { createWebServer, webServerLimits } from './create-web-server.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})

async function open(limits = webServerLimits, trustedProxies = 0) {
  const seen: (string | string[] | undefined)[] = []
  const handle = async (request: IncomingMessage, response: import('node:http').ServerResponse) => {
    seen.push(request.headers['x-forwarded-for'])
    for await (const _ of request) {
      // What is behind reads bodies to their end.
    }
    response.end('hello')
  }
  const server = createWebServer(handle, { trustedProxies, limits }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const from = async (localAddress: string): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port, localAddress })
    socket.on('error', () => {})
    await once(socket, 'connect')
    return socket
  }
  const ask = (forwarded: string) =>
    fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-for': forwarded } })
  return { seen, from, ask }
}
const short = { ...webServerLimits, headersMs: 300, requestMs: 600, idleMs: 5_000 }
const answerOf = async (socket: Socket): Promise<string> => {
  let text = ''
  socket.on('data', chunk => {
    text += String(chunk)
  })
  await once(socket, 'close')
  return text
}

describe('the web app’s listener', () => {
  it('believes nobody who names an address, unless proxies of ours stand before it', async () => {
    const alone = await open()
    await alone.ask('203.0.113.9')
    expect(alone.seen).toEqual(['127.0.0.1'])
    const behind = await open(webServerLimits, 1)
    await behind.ask('203.0.113.9')
    expect(behind.seen).toEqual(['203.0.113.9'])
  })

  it('ends a connection that asks for another protocol, which nothing else would bound or end', async () => {
    const { from } = await open()
    const socket = await from('127.0.0.1')
    socket.write('GET /api/nothing HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
    expect(await answerOf(socket)).toBe('')
  })

  it('closes what one address has open beyond its number, and leaves others theirs', async () => {
    const { from } = await open({ ...webServerLimits, ofOneAddress: 3 })
    const held = [await from('127.0.0.2'), await from('127.0.0.2'), await from('127.0.0.2')]
    const fourth = await from('127.0.0.2')
    if (!fourth.destroyed) await once(fourth, 'close')
    const other = await from('127.0.0.1')
    other.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    expect(await answerOf(other)).toContain('hello')
    expect(held.every(socket => !socket.destroyed)).toBe(true)
    held[0]?.destroy()
    held[1]?.destroy()
  })

  it('counts all that one IPv6 network has as one, which is what one host has of it', () => {
    const server = createServer()
    limitConnections(server, { total: 100, ofOneAddress: 3 })
    const connected = (remoteAddress: string) => {
      const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress })
      server.emit('connection', socket)
      return socket
    }
    const ofOne = [1, 2, 3, 4, 5].map(n => connected(`2001:db8:1:2::${n}`))
    expect(ofOne.map(({ destroyed }) => destroyed)).toEqual([false, false, false, true, true])
    expect(connected('2001:db8:1:3::1').destroyed).toBe(false)
    const mapped = ['::ffff:192.0.2.1', '::ffff:192.0.2.2', '::ffff:192.0.2.3', '::ffff:192.0.2.4'].map(
      connected,
    )
    expect(mapped.map(({ destroyed }) => destroyed)).toEqual([false, false, false, false])
    for (const socket of [...ofOne, ...mapped]) socket.destroy()
  })

  it('ends a request whose head or body does not come', async () => {
    const { from } = await open(short)
    const [head, body] = [await from('127.0.0.1'), await from('127.0.0.1')]
    head.write('GET / HTTP/1.1\r\nhost: x\r\n')
    body.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc')
    const answers = await Promise.all([answerOf(head), answerOf(body)])
    expect(answers.map(answer => answer.split('\r\n')[0])).toEqual([
      'HTTP/1.1 408 Request Timeout',
      'HTTP/1.1 408 Request Timeout',
    ])
  })

  it('refuses heads of more than 16 KiB', async () => {
    const { from } = await open()
    const socket = await from('127.0.0.1')
    socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)
    expect(await answerOf(socket)).toContain('431')
  })
})

import { type WebSocket, WebSocketServer } from 'ws'

interface Request {
  readonly id: number
  readonly method: string
  readonly params?: { readonly path: string; readonly input: unknown; readonly lastEventId?: string }
}

/** One socket at the test's gateway. */
export interface WireSocket {
  readonly credentials: unknown
  readonly openedAtMs: number
  readonly requests: Request[]
  /** Answers the feed that was asked for last. */
  frame(frame: { readonly epoch: number; readonly seq: number }): void
  /** Answers it with any data. */
  data(data: unknown): void
  /** Sends any text. */
  text(text: string | Buffer): void
  close(code: number): void
}

/** A gateway that speaks tRPC's wire and does just what the test says. Ports are its own. */
export async function startWire(onSocket: (socket: WireSocket, index: number) => void = () => {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  const sockets: WireSocket[] = []
  server.on('connection', raw => {
    const seen = { openedAtMs: Date.now(), requests: [] as Request[] }
    const hear = (message: Request & { readonly data?: unknown }) => {
      if (message.method !== 'connectionParams') return void seen.requests.push(...answered(raw, message))
      const socket = wireSocket(raw, { ...seen, credentials: message.data })
      onSocket(socket, sockets.push(socket) - 1)
    }
    raw.on('message', data => {
      if (data.toString() === 'PING') raw.send('PONG')
      else for (const message of [JSON.parse(data.toString())].flat()) hear(message)
    })
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => {
    for (const client of server.clients) client.terminate()
    return new Promise(resolve => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, sockets, close }
}

function answered(raw: WebSocket, request: Request): Request[] {
  const result = request.method === 'mutation' ? { type: 'data', data: null } : { type: 'started' }
  if (request.method !== 'subscription.stop') raw.send(JSON.stringify({ id: request.id, result }))
  return [request]
}

function wireSocket(
  raw: WebSocket,
  seen: Pick<WireSocket, 'credentials' | 'openedAtMs' | 'requests'>,
): WireSocket {
  const data = (data: unknown) => {
    const asked = seen.requests.findLast(request => request.method === 'subscription')
    raw.send(JSON.stringify({ id: asked?.id, result: { type: 'data', id: '1:1', data } }))
  }
  return {
    ...seen,
    data,
    text: text => raw.send(text),
    frame(frame) {
      const asked = seen.requests.findLast(request => request.method === 'subscription')
      const id = `${frame.epoch}:${frame.seq}`
      raw.send(JSON.stringify({ id: asked?.id, result: { type: 'data', id, data: { id, data: frame } } }))
    },
    close: code => raw.close(code),
  }
}

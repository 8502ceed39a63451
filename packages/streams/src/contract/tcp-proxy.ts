import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A door to a server on 127.0.0.1 that a test can shut. */
export interface TcpProxy {
  readonly port: number
  /** Breaks all connections and refuses new ones, until `restore`. */
  cut(): void
  /** Passes nothing on any more, and breaks nothing: a network that swallows. */
  silence(): void
  restore(): void
  close(): Promise<void>
}

type State = 'open' | 'cut' | 'silent'

export async function createTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let state: State = 'open'

  const server = createServer(inner => {
    sockets.add(inner)
    inner.on('error', () => {})
    inner.on('close', () => sockets.delete(inner))
    if (state === 'cut') inner.destroy()
    if (state === 'open') join(inner, connect(targetPort, '127.0.0.1'))
  })

  function join(inner: Socket, outer: Socket): void {
    outer.on('error', () => inner.destroy())
    outer.on('close', () => inner.destroy())
    inner.on('close', () => outer.destroy())
    outer.on('data', data => state === 'open' && inner.write(data))
    inner.on('data', data => state === 'open' && outer.write(data))
  }

  function breakAll(): void {
    for (const socket of sockets) socket.destroy()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      state = 'cut'
      breakAll()
    },
    silence() {
      state = 'silent'
    },
    restore() {
      if (state === 'silent') breakAll()
      state = 'open'
    },
    async close() {
      breakAll()
      server.close()
      await once(server, 'close')
    },
  }
}

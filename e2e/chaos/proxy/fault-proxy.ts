import { connect, createServer, type Socket } from 'node:net'
import { type LinkMode, pass } from './mode.ts'
import { pump } from './pump.ts'

/** A TCP proxy on loopback that can be told to behave like a bad network. */
export interface FaultProxy {
  readonly port: number
  /** Holds for connections that stand and for new ones, until the next mode. */
  set(mode: LinkMode): void
  /** Cuts every connection that stands; how many there were. */
  cut(): number
  /** Bytes that half-open links have swallowed so far. */
  swallowedBytes(): number
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly upstream: Socket
  /** It has lost bytes: once the link is well again, it must go. */
  tainted: boolean
}

export interface ProxyOptions {
  /** 0 takes a free one. */
  readonly port: number
  readonly targetPort: number
}

export async function startFaultProxy({ port, targetPort }: ProxyOptions): Promise<FaultProxy> {
  const pairs = new Set<Pair>()
  let mode = pass
  let swallowedBytes = 0
  const onSwallowed = (pair: Pair, bytes: number) => {
    pair.tainted = true
    swallowedBytes += bytes
  }
  const server = createServer({ allowHalfOpen: true }, client => {
    if (mode.kind === 'refuse') return client.destroy()
    open(client, targetPort, { pairs, mode: () => mode, onSwallowed })
  })
  const cut = (wanted: (pair: Pair) => boolean = () => true) => {
    const chosen = [...pairs].filter(wanted)
    for (const { client, upstream } of chosen) {
      client.destroy()
      upstream.destroy()
    }
    return chosen.length
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    set(next) {
      if (next.kind === 'refuse') cut()
      else if (mode.kind === 'half-open') cut(pair => pair.tainted)
      mode = next
    },
    cut: () => cut(),
    swallowedBytes: () => swallowedBytes,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        cut()
      }),
  }
}

interface Link {
  readonly pairs: Set<Pair>
  mode(): LinkMode
  onSwallowed(pair: Pair, bytes: number): void
}

function open(client: Socket, targetPort: number, link: Link): void {
  const upstream = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true })
  const pair: Pair = { client, upstream, tainted: false }
  link.pairs.add(pair)
  for (const [socket, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      other.destroy()
      link.pairs.delete(pair)
    })
  }
  const onSwallowed = (bytes: number) => link.onSwallowed(pair, bytes)
  pump({ from: client, to: upstream, direction: 'up', mode: link.mode, onSwallowed })
  pump({ from: upstream, to: client, direction: 'down', mode: link.mode, onSwallowed })
}

import { connect, createServer, type Socket } from 'node:net'

/** A TCP proxy on loopback that cuts its connections when told, as a bad network does. */
export interface CuttingProxy {
  readonly port: number
  /** Cuts every open connection at once; how many there were. */
  cut(): number
  close(): Promise<void>
}

export function startCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const open = new Set<Socket>()
  const server = createServer(client => {
    const upstream = connect(targetPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => open.delete(socket))
    }
    client.pipe(upstream).pipe(client)
  })
  const cut = () => {
    const count = open.size / 2
    for (const socket of open) socket.destroy()
    return count
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      const close = () =>
        new Promise<void>(closed => {
          server.close(() => closed())
          cut()
        })
      resolve({ port, cut, close })
    })
  })
}

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', 1_024, resolve)
  })
  return { server, port: (server.address() as AddressInfo).port }
}

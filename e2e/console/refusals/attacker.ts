import { createServer } from 'node:http'
import { freePort } from '../../../tooling/stack/service-process.ts'

export interface Attacker {
  /** At another port of our own host, so that cookies which are held back from other sites alone are sent. */
  readonly sameSite: string
  /** At another host. */
  readonly crossSite: string
  stop(): Promise<void>
}

/** A page of somebody else's, with nothing on it and no policy to hold it back. */
export async function startAttacker(): Promise<Attacker> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' })
    answer.end('<!doctype html><title>A nice page</title><h1>You have won</h1>')
  })
  const port = await freePort()
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    sameSite: `http://127.0.0.1:${port}`,
    crossSite: `http://localhost:${port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

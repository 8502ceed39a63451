import { once } from 'node:events'
import next from 'next'
import { readListenEnv } from './env.ts'
import { createWebServer } from './listen/create-web-server.ts'

const { host, port, trustedProxies } = readListenEnv()
const dir = new URL('..', import.meta.url).pathname
const app = next({ dev: false, dir, hostname: host, port })
await app.prepare()

const server = createWebServer(app.getRequestHandler(), { trustedProxies }).listen(port, host)
await once(server, 'listening')
process.stdout.write(`the web app listens on http://${host}:${port}\n`)

const stop = () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 5_000).unref()
}
process.once('SIGTERM', stop).once('SIGINT', stop)

import { once } from 'node:events'
import {
  createLogger,
  createOpsHandler,
  endConnectionsWhileLeaving,
  leaveFirst,
  runMain,
  startOpsServer,
  viewAtPublicPort,
} from '@touchline/telemetry'
import next from 'next'
import { readDatabaseSettings, readListenEnv } from './env.ts'
import { createWebServer } from './listen/create-web-server.ts'
import { stopServer } from './listen/stop-server.ts'
import { createWebOperations } from './ops/web-operations.ts'

await runMain(createLogger({ service: 'web' }), async logger => {
  const { host, port, trustedProxies, ops, stopLeadMs } = readListenEnv()
  const dir = new URL('..', import.meta.url).pathname
  const app = next({ dev: false, dir, hostname: host, port })
  await app.prepare()
  const operations = createWebOperations({ logger, database: readDatabaseSettings })
  const answerOps = createOpsHandler(operations, viewAtPublicPort({ ops, trustedProxies }))
  const opsServer = await startOpsServer(operations, ops)
  const server = createWebServer(app.getRequestHandler(), { trustedProxies, answerOps })
  endConnectionsWhileLeaving(server, operations)
  await once(server.listen(port, host), 'listening')
  logger.info({ port, opsPort: opsServer.port }, 'the web app is listening')
  return [leaveFirst(operations, stopLeadMs), { stop: () => stopServer(server) }, opsServer]
})

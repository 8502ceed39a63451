import { createDatabase } from '@touchline/db'
import { openBroadcast } from '@touchline/streams/open'
import { createLogger, createMetrics, runMain } from '@touchline/telemetry'
import { readEnv } from './env.ts'
import { createFailureLog } from './failure-log.ts'
import { startGateway } from './gateway.ts'

await runMain(createLogger({ service: 'gateway' }), async () => {
  const env = readEnv()
  const { databaseUrl, redisUrl } = env
  const logger = createLogger({ service: 'gateway', level: env.logLevel })
  const onError = createFailureLog(logger)
  const database = createDatabase({ url: databaseUrl, applicationName: 'gateway' })
  const broadcast = await openBroadcast({ databaseUrl, redisUrl, clientId: 'gateway', onError })
  const metrics = createMetrics('gateway')
  const gateway = await startGateway({ ...env.gateway, database, broadcast, logger, metrics })
  return [gateway, broadcast, database]
})

import { createDatabase, readSystemId, refuseMisconfigured } from '@touchline/db'
import { LogMisconfigured } from '@touchline/streams'
import { openBroadcast, openEventLog } from '@touchline/streams/open'
import { createLogger, createMetrics, notesCheck, runMain } from '@touchline/telemetry'
import { connectionsOf, readEnv, settingsOf } from './env.ts'
import { neededFrom, startProcessor } from './index.ts'

await runMain(createLogger({ service: 'processor' }), async logger => {
  const env = readEnv()
  const connections = connectionsOf(env)
  const logSettings = notesCheck('event-log-settings')
  const onError = (error: unknown) => {
    if (error instanceof LogMisconfigured) logSettings.note(error.message)
    logger.warn({ err: error }, 'the streams lost something and go on')
  }
  const database = createDatabase({ ...connections.database, applicationName: 'processor' })
  await refuseMisconfigured(database, connections.listensAt)
  const systemId = () => readSystemId(database)
  const streams = { ...connections.streams, systemId, clientId: 'processor', onError }
  const retention = { neededFrom: neededFrom(database), hardLimitFactor: env.EVENT_LOG_HARD_LIMIT_FACTOR }
  const [log, broadcast] = [await openEventLog({ ...streams, retention }), await openBroadcast(streams)]
  const metrics = createMetrics('processor')
  const parts = { log, database, broadcast, logger, metrics, readinessChecks: [logSettings] }
  const processor = await startProcessor({ ...parts, ...settingsOf(env) })
  logger.info({ port: processor.port }, 'the processor is up')
  return [processor, log, broadcast, database]
})

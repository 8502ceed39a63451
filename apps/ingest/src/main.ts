import { createDatabase, readSystemId, refuseMisconfigured } from '@touchline/db'
import { LogMisconfigured } from '@touchline/streams'
import { openEventLog } from '@touchline/streams/open'
import { createLogger, createMetrics, leaveFirst, notesCheck, runMain } from '@touchline/telemetry'
import { readEnv } from './env.ts'
import { claimDataFolder, databaseHealth, openCursors, startIngest } from './index.ts'

await runMain(createLogger({ service: 'ingest' }), async () => {
  const { kafka, instance, logLevel: level, cursorsFile, dataFolder, ...env } = readEnv()
  const logger = createLogger({ service: 'ingest', level })
  const folder = await claimDataFolder(dataFolder)
  const logSettings = notesCheck('event-log-settings')
  const onError = (error: unknown) => {
    if (error instanceof LogMisconfigured) logSettings.note(error.message)
    logger.warn({ err: error }, 'the event log lost something and goes on')
  }
  // With Kafka, the database may be left out: then this must be the only process that has sources.
  const database = env.database && createDatabase({ ...env.database, applicationName: 'ingest' })
  if (database) await refuseMisconfigured(database, env.listensAt)
  else logger.warn('DATABASE_URL is not set: whether the log is of this system is not checked')
  const systemId = database && (() => readSystemId(database))
  const log = await openEventLog({ ...env.streams, kafka, systemId, clientId: 'ingest', onError })
  const metrics = createMetrics('ingest')
  const health = database && databaseHealth(database, metrics)
  const sources = env.ingest.stadiums.length + env.ingest.socialFeeds.length
  const cursors = await openCursors({ database, instance, file: cursorsFile, sources }, logger)
  const parts = {
    log,
    cursors,
    logger,
    metrics,
    ...(health ?? { schema: 'none' as const }),
    readinessChecks: [...(health?.readinessChecks ?? []), logSettings],
    ...(database && { reports: { database, instance }, grantsDatabase: database }),
  }
  const ingest = await startIngest({ ...env.ingest, ...parts })
  return [leaveFirst(ingest, env.stopLeadMs), ingest, cursors, log, ...(database ? [database] : []), folder]
})

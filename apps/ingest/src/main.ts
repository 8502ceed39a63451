import { createDatabase } from '@touchline/db'
import { createLogger, createMetrics } from '@touchline/telemetry'
import { readEnv } from './env.ts'
import { createFileCursorStore, startIngest } from './index.ts'
import { runUntilSignal } from './run-until-signal.ts'

await runUntilSignal(createLogger({ service: 'ingest' }), async defer => {
  const env = readEnv()
  const logger = createLogger({ service: 'ingest', level: env.logLevel })
  const onError = (error: unknown) => logger.warn({ err: error }, 'event log failed: trying again')
  const postgres = async (url: string) => {
    const { pool } = defer(createDatabase({ url, applicationName: 'ingest-log' }), database =>
      database.close(),
    )
    const { createPostgresEventLog } = await import('@touchline/streams/postgres')
    return createPostgresEventLog({ pool, listen: { connectionString: url }, onError })
  }
  const kafka = async (brokers: readonly string[]) =>
    (await import('@touchline/streams/kafka')).createKafkaEventLog({ brokers, clientId: 'ingest', onError })
  const opened = env.log.kind === 'kafka' ? kafka(env.log.brokers) : postgres(env.log.url)
  const log = defer(await opened, one => one.close())
  const cursors = defer(await createFileCursorStore(env.cursorsFile, logger), one => one.close())
  const options = { ...env.ingest, log, cursors, logger, metrics: createMetrics('ingest') }
  defer(await startIngest(options), one => one.stop())
})

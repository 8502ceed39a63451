import { createDatabase, refuseMisconfigured } from '@touchline/db'
import { createLogger, createMetrics, leaveFirst, runMain } from '@touchline/telemetry'
import { openAdmissionStore } from './admission/admission-redis.ts'
import { readEnv } from './env.ts'
import { createFailureLog } from './failure-log.ts'
import { startGateway } from './gateway.ts'
import { findPlace, isPrimary, startPrimary } from './host/main.ts'

await runMain(createLogger({ service: 'gateway' }), async (_logger, stop) => {
  const env = readEnv()
  if (isPrimary(env)) return startPrimary(env)
  const place = findPlace(stop)
  const logger = createLogger({ service: 'gateway', level: env.logLevel })
  const onError = createFailureLog(logger)
  const database = createDatabase({ ...env.database, applicationName: 'gateway' })
  await refuseMisconfigured(database, env.listensAt)
  const readDatabase = createDatabase({ ...env.readDatabase, applicationName: 'gateway-reads' })
  const broadcast = await place.openBroadcast({ ...env.streams, clientId: 'gateway', onError })
  const metrics = place.speakForAll(createMetrics('gateway'))
  const counts = openAdmissionStore(env.streams.redis, onError)
  const admission = { ...env.gateway.admission, redis: counts.redis }
  const gateway = await startGateway({
    ...env.gateway,
    servesOps: !place.isWorker,
    admission,
    database,
    readDatabase,
    broadcast,
    logger,
    metrics,
  })
  place.serving(gateway.operations)
  // A worker leaves as its host's primary says.
  const lead = place.isWorker ? [] : [leaveFirst(gateway.operations, env.stopLeadMs)]
  return [...lead, gateway, broadcast, counts, readDatabase, database]
})

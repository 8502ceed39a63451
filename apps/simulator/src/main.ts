import { createLogger, createMetrics } from '@touchline/telemetry'
import { readEnv } from './env.ts'
import { startSimulator } from './start-simulator.ts'

const logger = createLogger({ service: 'simulator' })
try {
  const metrics = createMetrics('simulator')
  const simulator = await startSimulator({ ...readEnv(), logger, metrics })
  logger.info(
    { port: simulator.port, stadiums: simulator.stadiums(), feeds: simulator.socialFeeds() },
    'ready',
  )
  const stop = () => void simulator.stop()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  simulator.finished.catch(() => {
    process.exitCode = 1
    stop()
  })
} catch (error) {
  logger.fatal({ err: error }, 'the simulator can not start')
  process.exitCode = 1
}

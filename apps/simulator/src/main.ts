import { createLogger, createMetrics, runMain } from '@touchline/telemetry'
import { readEnv } from './env.ts'
import { startSimulator } from './start-simulator.ts'

await runMain(createLogger({ service: 'simulator' }), async logger => {
  const simulator = await startSimulator({ ...readEnv(), logger, metrics: createMetrics('simulator') })
  logger.info(
    { port: simulator.port, stadiums: simulator.stadiums(), feeds: simulator.socialFeeds() },
    'ready',
  )
  simulator.finished.catch(() => {
    process.exitCode = 1
    process.kill(process.pid, 'SIGTERM')
  })
  return [simulator]
})

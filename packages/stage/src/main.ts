import { createLogger } from '@touchline/telemetry'
import { readStageEnv } from './env.ts'
import { startHouse } from './house.ts'
import { houseSettings } from './settings.ts'

const logger = createLogger({ service: 'stage' })
try {
  const env = readStageEnv()
  const house = await startHouse(houseSettings(env, createLogger({ service: 'stage', level: env.LOG_LEVEL })))
  logger.info(house.ports, 'the house is up')
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void house.stop().then(() => process.exit())
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
} catch (error) {
  logger.fatal({ err: error }, 'the house could not start')
  process.exit(1)
}

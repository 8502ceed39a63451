import { createLogger, runMain } from '@touchline/telemetry'
import { readStageEnv } from './env.ts'
import { startHouse } from './house.ts'
import { houseSettings } from './settings.ts'

await runMain(createLogger({ service: 'stage' }), async logger => {
  const house = await startHouse(houseSettings(readStageEnv(), logger))
  logger.info(house.ports, 'the house is up')
  return [house]
})

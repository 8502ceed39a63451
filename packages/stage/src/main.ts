import { createLogger, runMain } from '@touchline/telemetry'
import { startHouse } from './house.ts'
import { readHouseEnv } from './house-env.ts'
import { houseSettings } from './settings.ts'

await runMain(createLogger({ service: 'stage' }), async logger => {
  const house = await startHouse(houseSettings(readHouseEnv(), logger))
  logger.info(house.ports, 'the house is up')
  return [house]
})

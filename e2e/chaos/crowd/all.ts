import type { CrowdScenario } from './crowd-scenario.ts'
import { fans } from './fans.ts'
import { pausedClient } from './paused-client.ts'

export const crowdScenarios: readonly CrowdScenario[] = [fans, pausedClient]

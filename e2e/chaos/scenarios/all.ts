import { outage } from './outage.ts'
import { overload } from './overload.ts'
import { parkedMatch } from './parked-match.ts'
import { poisonStorm } from './poison-storm.ts'
import type { Scenario } from './scenario.ts'

export const scenarios: readonly Scenario[] = [poisonStorm, parkedMatch, outage, overload]

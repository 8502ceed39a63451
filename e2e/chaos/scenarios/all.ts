import { outage } from './outage.ts'
import { overload } from './overload.ts'
import { poisonStorm } from './poison-storm.ts'
import type { Scenario } from './scenario.ts'

export const scenarios: readonly Scenario[] = [poisonStorm, outage, overload]

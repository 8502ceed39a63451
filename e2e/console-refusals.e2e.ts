import { afterAll, beforeAll } from 'vitest'
import { openRefusalDesk, type RefusalDesk } from './console/refusals/desk.ts'
import { foreignOrigins } from './console/refusals/foreign-origins.ts'
import { hostilePayloads } from './console/refusals/hostile-payloads.ts'
import { oddIds } from './console/refusals/odd-ids.ts'
import { staleSessions } from './console/refusals/stale-sessions.ts'
import { changesByAddress } from './console/refusals/viewer-calls.ts'

let desk: RefusalDesk
const open = () => desk

beforeAll(async () => {
  desk = await openRefusalDesk()
})
afterAll(() => desk?.stop())

foreignOrigins(open)
staleSessions(open)
oddIds(open)
hostilePayloads(open)
changesByAddress(open)

import { afterAll, beforeAll } from 'vitest'
import { openRefusalDesk, type RefusalDesk } from './console/refusals/desk.ts'
import { foreignOrigins } from './console/refusals/foreign-origins.ts'
import { hostilePayloads } from './console/refusals/hostile-payloads.ts'
import { keptSecrets } from './console/refusals/kept-secrets.ts'
import { oddFilters } from './console/refusals/odd-filters.ts'
import { oddIds } from './console/refusals/odd-ids.ts'
import { oddSpellings } from './console/refusals/spellings.ts'
import { staleSessions } from './console/refusals/stale-sessions.ts'
import { changesByAddress } from './console/refusals/viewer-calls.ts'
import { viewersPages } from './console/refusals/viewer-pages.ts'

let desk: RefusalDesk
const open = () => desk

beforeAll(async () => {
  desk = await openRefusalDesk()
})
afterAll(() => desk?.stop())

foreignOrigins(open)
staleSessions(open)
viewersPages(open)
oddIds(open)
oddSpellings(open)
oddFilters(open)
hostilePayloads(open)
changesByAddress(open)
keptSecrets(open)

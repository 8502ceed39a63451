import { expectTypeOf, it } from 'vitest'
import type { GatewayApi } from './gateway-api.ts'
import type { PublishedApi } from './published-api.ts'

it("what is published of the gateway's API is what the gateway has", () => {
  expectTypeOf<GatewayApi>().toExtend<PublishedApi>()
})

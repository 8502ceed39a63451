import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitDescriptors, openFilesLimit, reservedDescriptors } from './descriptors.ts'
import { maxConnectionsOf } from './http/connections.ts'
import { defaultLimits } from './limits.ts'

it('leaves limits as they are where enough files may be open, or nobody tells how many', () => {
  expect(fitDescriptors(defaultLimits, 1_048_576)).toEqual({ limits: defaultLimits })
  expect(fitDescriptors(defaultLimits, undefined)).toEqual({ limits: defaultLimits })
})

it('keeps a reserve of descriptors, and says what to do', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_024, max: 27_000 }), descriptors => {
      const { limits, warning } = fitDescriptors(defaultLimits, descriptors)
      const most = limits.sockets + limits.httpFeeds + limits.pendingConnections
      expect(most + reservedDescriptors).toBeLessThanOrEqual(descriptors)
      expect(warning).toMatch(/may open \d+ files.*raise the limit/)
    }),
  )
})

it('reads how many files this process may open', () => {
  expect(openFilesLimit() ?? maxConnectionsOf(defaultLimits)).toBeGreaterThan(0)
})

import { expect, it } from 'vitest'
import { totpAt } from './totp.ts'

it('agrees with the vectors of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  expect(totpAt(secret, 59_000)).toBe('287082')
  expect(totpAt(secret, 1_111_111_109_000)).toBe('081804')
  expect(totpAt(secret, 20_000_000_000_000)).toBe('353130')
})

import { expect, it } from 'vitest'
import { quotaOf } from './quota.ts'

it('shares all sources out, evenly, whatever order the replicas come in', () => {
  for (let count = 1; count <= 7; count += 1) {
    const replicas = Array.from({ length: count }, (_, n) => `r${n}`)
    for (let sources = 0; sources <= 20; sources += 1) {
      const quotas = replicas.map(own => quotaOf(sources, replicas, own) ?? Number.NaN)
      expect(quotas.reduce((sum, quota) => sum + quota, 0)).toBe(sources)
      expect(Math.max(...quotas) - Math.min(...quotas)).toBeLessThanOrEqual(1)
      expect(replicas.map(own => quotaOf(sources, replicas.toReversed(), own))).toEqual(quotas)
      // Nobody has to take over what another one reads when somebody joins.
      const more = replicas.map(own => quotaOf(sources, [...replicas, 'r9'], own) ?? Number.NaN)
      for (const [place, quota] of more.entries()) expect(quota).toBeLessThanOrEqual(quotas[place] ?? 0)
    }
  }
  expect(quotaOf(3, ['a'], 'b')).toBeUndefined()
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFairShare } from './fair-share.ts'

describe('a fair share', () => {
  const limits = { max: 100, maxPerKey: 40 }

  it('displaces the oldest of whoever holds most, and never a light one for a heavy one', () => {
    const share = createFairShare(limits)
    const gone: string[] = []
    const enter = (key: string, name: string) => share.enter(key, () => gone.push(name))
    const heavy = Array.from({ length: 4 }, (_, n) => enter('heavy', `heavy-${n}`))
    for (const one of heavy) one.add(10)
    for (const key of ['b', 'c', 'd']) expect(enter(key, key).add(20)).toBe(true)
    expect([gone, share.held()]).toEqual([[], 100])
    expect(enter('new', 'new').add(15)).toBe(true)
    expect([gone, share.held()]).toEqual([['heavy-0', 'heavy-1'], 95])
    expect(heavy[0]?.add(1)).toBe(false)
  })

  it("makes room within a key's own bound at the key's own cost", () => {
    const share = createFairShare(limits)
    const gone: string[] = []
    for (let n = 0; n < 3; n++) share.enter('a', () => gone.push(`a-${n}`)).add(20)
    expect([gone, share.held()]).toEqual([['a-0'], 40])
    const whole = share.enter('b', () => gone.push('b'))
    expect([whole.add(40), whole.add(1)]).toEqual([true, false])
  })

  it('is never exceeded, and whoever holds nothing yet always gets as much as its key may hold', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      amount: fc.nat({ max: 30 }),
      leaves: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const share = createFairShare(limits)
        for (const { key, amount, leaves } of steps) {
          const one = share.enter(key, () => {})
          one.add(amount)
          if (leaves) one.leave()
          expect(share.held()).toBeLessThanOrEqual(limits.max)
        }
        expect(share.enter('newcomer', () => {}).add(20)).toBe(true)
      }),
    )
  })
})

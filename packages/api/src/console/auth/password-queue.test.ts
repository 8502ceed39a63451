import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createPasswordQueue, type PasswordQueueLimits, type Standing } from './password-queue.ts'

const limits: PasswordQueueLimits = { slots: 3, commonSlots: 2, waiting: 8, waitingOfOne: 4, waitMs: 5_000 }

/** Work that lasts until it is told to end. */
function open(given: Partial<PasswordQueueLimits> = {}) {
  const queue = createPasswordQueue({ ...limits, ...given })
  const running: { name: string; end: () => void }[] = []
  const began: string[] = []
  const outcomes = new Map<string, string>()
  const start = (name: string, standing: Standing = 'stranger', from = name) =>
    void queue
      .run({ standing, from }, () => {
        began.push(name)
        return new Promise<string>(resolve => running.push({ name, end: () => resolve('done') }))
      })
      .then(result => outcomes.set(name, result ?? 'refused'))
  const settle = async () => {
    for (let n = 0; n < 10; n++) await Promise.resolve()
  }
  const end = async () => {
    running.shift()?.end()
    await settle()
  }
  return { start, end, settle, began, running, outcomes }
}

describe('the queue for passwords', () => {
  it('gives one of each address its turn before any has a second', async () => {
    const { start, end, settle, began } = open()
    for (const n of [1, 2, 3, 4, 5, 6]) start(`a${n}`, 'stranger', 'a')
    start('b1', 'stranger', 'b')
    start('c1', 'stranger', 'c')
    await settle()
    for (let n = 0; n < 4; n++) await end()
    expect(began).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4'])
  })

  it('takes whom it knows before strangers, and keeps a slot for operators', async () => {
    const { start, end, settle, began } = open()
    for (const name of ['s1', 's2', 's3']) start(name)
    start('fan', 'known')
    start('op1', 'operator')
    start('op2', 'operator')
    await settle()
    expect(began).toEqual(['s1', 's2', 'op1'])
    await end()
    expect(began.at(-1)).toBe('op2')
    await end()
    await end()
    expect(began.slice(-2)).toEqual(['fan', 's3'])
  })

  it('refuses the fifth of one address, and of a full queue the newest of who has most in it', async () => {
    const { start, settle, outcomes } = open()
    for (const n of [1, 2, 3, 4, 5, 6, 7]) start(`a${n}`, 'stranger', 'a')
    await settle()
    expect([...outcomes]).toEqual([['a7', 'refused']])
    for (const n of [1, 2, 3, 4]) start(`x${n}`)
    await settle()
    expect([...outcomes.keys()]).toEqual(['a7'])
    start('late')
    await settle()
    expect([...outcomes.keys()]).toEqual(['a7', 'a6'])
  })

  it('lets nobody wait for ever', async () => {
    vi.useFakeTimers()
    try {
      const { start, settle, outcomes } = open()
      for (const name of ['s1', 's2', 's3']) start(name)
      await settle()
      await vi.advanceTimersByTimeAsync(5_001)
      await settle()
      expect([...outcomes]).toEqual([['s3', 'refused']])
    } finally {
      vi.useRealTimers()
    }
  })

  it('never runs more than it may, and answers everybody, whatever comes and goes', async () => {
    const standing = fc.constantFrom<Standing>('operator', 'known', 'stranger')
    const arrival = fc.tuple(standing, fc.constantFrom('a', 'b', 'c', 'd'))
    const steps = fc.array(fc.oneof(arrival, fc.constant('end' as const)), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        const { start, end, settle, running, outcomes } = open()
        let asked = 0
        for (const step of all) {
          if (step === 'end') await end()
          else start(`${step[0]} ${asked++}`, step[0], step[1])
          await settle()
          expect(running.length).toBeLessThanOrEqual(limits.slots)
          const common = running.filter(({ name }) => !name.startsWith('operator'))
          expect(common.length).toBeLessThanOrEqual(limits.commonSlots)
        }
        while (running.length > 0) await end()
        expect(outcomes.size).toBe(asked)
      }),
    )
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defaultPace, planWave, sizeAfter } from './waves.ts'

it('grows by a step while waves leave in time, and halves when one does not', () => {
  const pace = { ...defaultPace, floor: 20, cap: 250 }
  expect(sizeAfter(pace, { size: 20, inTime: true })).toBe(40)
  expect(sizeAfter(pace, { size: 240, inTime: true })).toBe(250)
  expect(sizeAfter(pace, { size: 101, inTime: false })).toBe(50)
  expect(sizeAfter(pace, { size: 21, inTime: false })).toBe(20)
})

it('takes no more than it must: the size that proved good, while there is time', () => {
  const standing = { size: 60, waveMs: 500, remaining: 1_000, nowMs: 0, askByMs: 24_000 }
  expect(planWave(defaultPace, standing)).toEqual({ count: 60, patienceMs: 2_000, spreadMs: 250 })
  expect(planWave(defaultPace, { ...standing, askByMs: 5_000 }).count).toBe(100)
  expect(planWave(defaultPace, { ...standing, askByMs: 400 })).toMatchObject({ count: 250, patienceMs: 100 })
})

it('plans waves of at most the cap that are all over before the last may be asked', () => {
  const between = (min: number, max: number) => fc.integer({ min, max })
  const sizes = fc.record({
    remaining: between(1, 20_000),
    askByMs: between(100, 30_000),
    waveMs: between(20, 2_000),
  })
  fc.assert(
    fc.property(sizes, ({ remaining, askByMs, waveMs }) => {
      let nowMs = 0
      let left = remaining
      let size = defaultPace.floor
      while (left > 0) {
        const wave = planWave(defaultPace, { size, waveMs, remaining: left, nowMs, askByMs })
        expect(wave.count).toBeGreaterThan(0)
        expect(wave.count).toBeLessThanOrEqual(defaultPace.cap)
        left -= wave.count
        nowMs += wave.patienceMs
        size = sizeAfter(defaultPace, { size, inTime: false })
        waveMs = wave.patienceMs
      }
      expect(nowMs).toBeLessThanOrEqual(askByMs + 0.001)
    }),
  )
})

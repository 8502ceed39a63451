import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyAnnounceQueue, sayNext, waitMs, withAnnouncement } from './announce-queue.ts'

const letters = (count: number) => ({
  kind: 'dead-letter',
  count,
  one: 'new dead letter',
  many: 'new dead letters',
})

describe('the announce queue', () => {
  it('sums counts of a kind and says one alone in the singular', () => {
    const queue = withAnnouncement(withAnnouncement(emptyAnnounceQueue, letters(5)), letters(9))
    expect(sayNext(queue, 0).text).toBe('14 new dead letters')
    expect(sayNext(withAnnouncement(emptyAnnounceQueue, letters(1)), 0).text).toBe('1 new dead letter')
  })

  it('says a sentence once, in the order of arrival', () => {
    const queue = ['Saved', letters(2), 'Saved'].reduce(withAnnouncement, emptyAnnounceQueue)
    expect(sayNext(queue, 0).text).toBe('Saved. 2 new dead letters')
  })

  it('waits until two seconds after the last message', () => {
    const first = sayNext(withAnnouncement(emptyAnnounceQueue, 'a'), 10_000)
    expect(waitMs(first.queue, 10_000)).toBeNull()
    const second = withAnnouncement(first.queue, 'b')
    expect(waitMs(second, 10_500)).toBe(1_500)
    expect(waitMs(second, 13_000)).toBe(0)
  })

  it('loses no count, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1 }), counts => {
        const queue = counts.map(letters).reduce(withAnnouncement, emptyAnnounceQueue)
        const sum = counts.reduce((total, count) => total + count, 0)
        expect(sayNext(queue, 0).text).toContain(`${sum.toLocaleString('en')} new dead letter`)
        expect(queue.waiting).toHaveLength(1)
      }),
    )
  })

  it('keeps a bounded number waiting', () => {
    const queue = Array.from({ length: 500 }, (_, n) => `message ${n}`).reduce(
      withAnnouncement,
      emptyAnnounceQueue,
    )
    expect(queue.waiting).toHaveLength(20)
    expect(queue.waiting.at(-1)).toBe('message 499')
  })
})

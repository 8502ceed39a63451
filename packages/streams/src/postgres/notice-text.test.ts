import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noticesOf, payloadsOf } from './notice-text.ts'

const number = fc.nat({ max: 999_999_999_999_999 })
const channel = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
  .filter(text => text.isWellFormed())
const notice = fc.record({ channel, epoch: number, firstSeq: number, lastSeq: number })

test('comes back the same, in order, in payloads that NOTIFY takes', () => {
  fc.assert(
    fc.property(fc.array(notice, { maxLength: 300 }), notices => {
      const payloads = payloadsOf(notices)
      expect(payloads.flatMap(noticesOf)).toEqual(notices)
      for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(7_900)
    }),
  )
})

test('puts many notices into one payload', () => {
  const notices = Array.from({ length: 200 }, (_, seq) => ({
    channel: 'derby',
    epoch: 1,
    firstSeq: seq,
    lastSeq: seq,
  }))
  expect(payloadsOf(notices)).toHaveLength(1)
})

test.each(['', 'nonsense', '1:2:3', '1:2:3:%', '-1:2:3:x', '1:2:3:a 1:x'])('leaves out %j', payload => {
  expect(noticesOf(payload).filter(({ channel }) => channel !== 'a')).toEqual([])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameOf, noticeOf, redisChannelOf } from './notice-frame.ts'

const number = fc.nat({ max: 999_999_999_999_999 })
const text = fc.string({ unit: 'grapheme' })

test('comes back the same', () => {
  const position = { channel: text, epoch: number, firstSeq: number, lastSeq: number }
  const notice = fc.oneof(fc.record(position), fc.record({ ...position, body: text }))
  fc.assert(
    fc.property(notice, notice => {
      expect(noticeOf('house', redisChannelOf('house', notice.channel), frameOf(notice))).toEqual(notice)
    }),
  )
})

test.each([
  ['touchline:a', ''],
  ['touchline:a', '1:2'],
  ['touchline:a', '1:2:-3'],
  ['touchline:a', '\n[]'],
  ['other:a', '1:2:3'],
])('leaves out %s %j', (channel, frame) => {
  expect(noticeOf('touchline', channel, frame)).toBeUndefined()
})

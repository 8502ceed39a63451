import { expect, test } from 'vitest'
import { slotOfChannel } from './slot-of-channel.ts'

/** From the cluster specification, and what CLUSTER KEYSLOT answers. */
test.each([
  ['123456789', 0x31c3],
  ['foo', 12_182],
  ['{foo}bar', 12_182],
  ['a{foo}{bar}', 12_182],
])('%s', (channel, slot) => {
  expect(slotOfChannel(channel)).toBe(slot)
})

test('takes the whole name where the braces are empty or unclosed', () => {
  expect(slotOfChannel('{}foo')).not.toBe(slotOfChannel('foo'))
  expect(slotOfChannel('{foo')).not.toBe(slotOfChannel('foo'))
})

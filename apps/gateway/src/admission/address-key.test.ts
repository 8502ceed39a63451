import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { addressKey } from './address-key.ts'

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ['unknown', 'unknown'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})

test('all of a /64 is one, however it is written', () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map(n => n.toString(16))
  const network = fc.tuple(group, group, group, group)
  const host = fc.tuple(group, group, group, group)
  fc.assert(
    fc.property(network, host, host, (network, a, b) => {
      const key = addressKey([...network, ...a].join(':'))
      expect(addressKey([...network, ...b].join(':'))).toBe(key)
      expect(addressKey(`${network.join(':')}::1`)).toBe(key)
    }),
  )
})

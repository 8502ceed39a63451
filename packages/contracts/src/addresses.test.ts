import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { addressKey, clientAddress, networkKey, trustedProxiesSetting } from './addresses.ts'

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
  ['192.0.2.7:4711', '192.0.2.7'],
  ['[2001:db8:1:2::5]:4711', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::5]', '2001:db8:1:2::/64'],
  ['::ffff:c000:207', '192.0.2.7'],
  ['[::ffff:192.0.2.7]:80', '192.0.2.7'],
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

it('counts by a larger network, too', () => {
  expect(networkKey('2001:db8:77:ab01::1', 48)).toBe(networkKey('2001:db8:77:ab02::2', 48))
  expect(networkKey('2001:db8:78::1', 48)).toBe('2001:db8:78::/48')
  expect(networkKey('192.0.2.7', 48)).toBe('192.0.2.7')
})

test('whatever is no address counts as one', () => {
  const odd = fc.string({ maxLength: 80 }).filter(text => !/[.:]/.test(text))
  fc.assert(
    fc.property(odd, text => {
      expect(addressKey(text)).toBe('unknown')
    }),
  )
  for (const text of ['192.0.2.7:port', '_hidden7', '1.2.3', '[::1', 'fe80::g', '999.0.2.7:80'])
    expect(addressKey(text)).toBe('unknown')
})

test('the port that a proxy saw changes nothing', () => {
  const port = fc.integer({ min: 1, max: 65_535 })
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV6(), port, (v4, v6, port) => {
      const key = (told: string) => addressKey(clientAddress('10.0.0.1', told, 1))
      expect(key(`${v4}:${port}`)).toBe(addressKey(v4))
      expect(key(`[${v6}]:${port}`)).toBe(addressKey(v6))
    }),
  )
})

it.each([
  ['a peer that no proxy of ours is', 0, '6.6.6.6', '192.0.2.1'],
  ['the outermost proxy saw it', 1, '6.6.6.6, 198.51.100.7', '198.51.100.7'],
  ['of two the outermost saw it', 2, '6.6.6.6, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
  ['fewer stood before it than there are', 3, '198.51.100.7', '192.0.2.1'],
  ['nobody told', 1, undefined, '192.0.2.1'],
  ['nothing was told', 1, ' ', '192.0.2.1'],
  ['with its port', 1, '198.51.100.7:4711', '198.51.100.7'],
  ['with its port, IPv6', 1, '[2001:db8::1]:4711', '2001:db8::1'],
  ['IPv6', 1, '2001:db8::1', '2001:db8::1'],
])('who sent: %s', (_, proxies, forwardedFor, expected) => {
  expect(clientAddress('192.0.2.1', forwardedFor, proxies)).toBe(expected)
})

test('nothing that a client writes before what our proxies saw changes who it is', () => {
  const hops = fc.array(fc.ipV4(), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(fc.string(), hops, (forged, seen) => {
      const header = [forged, ...seen].join(', ')
      expect(clientAddress('192.0.2.1', header, seen.length)).toBe(seen[0])
      expect(clientAddress('192.0.2.1', header, 0)).toBe('192.0.2.1')
    }),
  )
})

it('takes a number of proxies that can be', () => {
  expect(trustedProxiesSetting.parse(undefined)).toBe(0)
  expect(trustedProxiesSetting.parse('2')).toBe(2)
  for (const odd of ['-1', '11', '1.5', 'all'])
    expect(trustedProxiesSetting.safeParse(odd).success).toBe(false)
})

import { expect, it } from 'vitest'
import { addressOf } from './address.ts'

const of = (forwarded: string | undefined, proxies = 0) =>
  addressOf(new Headers(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }), proxies)

it('takes what the outermost of our own proxies saw, and nothing that stands before it', () => {
  expect(of('10.0.0.1')).toBe('10.0.0.1')
  expect(of('6.6.6.6, 198.51.100.7', 1)).toBe('198.51.100.7')
  expect(of('6.6.6.6, 198.51.100.7, 10.0.0.2', 2)).toBe('198.51.100.7')
  expect(of('198.51.100.7', 3)).toBe('198.51.100.7')
  expect(of(undefined)).toBe('unknown')
})

it('counts an IPv6 address by its network, and one that is written as IPv6 as what it is', () => {
  expect(of('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(of('2001:DB8::1')).toBe('2001:db8:0:0::/64')
  expect(of('::ffff:127.0.0.1')).toBe('127.0.0.1')
})

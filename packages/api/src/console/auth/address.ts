import { isIPv6 } from 'node:net'

/**
 * The address that a request came from, for counting: what the outermost of our own proxies saw, or without any what
 * this server noted. An IPv6 address counts by its /64.
 */
export function addressOf(headers: Headers, trustedProxies: number): string {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map(hop => hop.trim())
  const address = hops.at(-Math.max(1, trustedProxies)) ?? hops[0] ?? ''
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIPv6(plain) ? networkOf(plain) : plain.slice(0, 45) || 'unknown'
}

function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head.split(':').filter(group => group !== '')
  const after = tail === undefined ? [] : tail.split(':').filter(group => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::`
}

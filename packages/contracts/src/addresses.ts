import type { IncomingHttpHeaders } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'

/** `TRUSTED_PROXIES`: so many proxies of our own stand before a process, and tell in X-Forwarded-For whom they forward. */
export const trustedProxiesSetting = z.coerce.number().int().min(0).max(10).default(0)

/**
 * Who sent a request: the connection's own address, or the one that the outermost of so many proxies of ours has seen.
 * What stands before that in `X-Forwarded-For` anybody can write, so it is never looked at.
 */
export function clientAddress(
  direct: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  const told = trustedProxies > 0 ? forwardedFor?.split(',').at(-trustedProxies)?.trim() : undefined
  return withoutPort(told || direct || 'unknown')
}

/** Node joins a header that came in several lines. */
export const forwardedFor = ({ headers }: { readonly headers: IncomingHttpHeaders }): string | undefined =>
  headers['x-forwarded-for']?.toString()

/** Some proxies write the port as well, which is another one for each connection. */
const withoutPort = (address: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address

/** Whatever is no address counts together: else each odd text in a proxy's header would be a caller of its own. */
const noAddress = 'unknown'

/** What an address is counted under: itself, or for IPv6 its /64, for one host has all of that. */
export const addressKey = (address: string): string => networkKey(address, 64)

/** The same by a larger network, for one site may have all of a /48, and many households a /56. */
export function networkKey(address: string, ipv6Bits: 48 | 64): string {
  const plain = withoutPort(address).split('%', 1)[0] ?? ''
  if (isIPv4(plain)) return plain
  if (!isIPv6(plain)) return noAddress
  const groups = groupsOfIPv6(plain)
  return mappedIPv4(groups) ?? `${networkOf(groups, ipv6Bits / 16)}::/${ipv6Bits}`
}

const networkOf = (groups: readonly number[], count: number): string =>
  groups
    .slice(0, count)
    .map(group => group.toString(16))
    .join(':')

/** `::ffff:192.0.2.1`, however it is written. */
function mappedIPv4(groups: readonly number[]): string | undefined {
  const [high = 0, low = 0] = groups.slice(6)
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every(group => group === 0)
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255].join('.') : undefined
}

function groupsOfIPv6(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  const gap = new Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...gap, ...after].map(group => Number.parseInt(group, 16))
}

const groupsOf = (part: string): string[] =>
  part === '' ? [] : part.split(':').flatMap(group => (group.includes('.') ? dottedGroups(group) : [group]))

function dottedGroups(dotted: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number)
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)]
}

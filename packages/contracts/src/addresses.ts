import type { IncomingHttpHeaders } from 'node:http'
import { isIPv6 } from 'node:net'
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

/** What an address is counted under: itself, or for IPv6 its /64, for one host has all of that. */
export function addressKey(address: string): string {
  const plain = address.split('%', 1)[0] ?? ''
  if (!isIPv6(plain)) return plain.slice(0, 64)
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = plain.toLowerCase().split('::')
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  const gap = new Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...gap, ...after]
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

const groupsOf = (part: string): string[] =>
  part === '' ? [] : part.split(':').flatMap(group => (group.includes('.') ? dottedGroups(group) : [group]))

function dottedGroups(dotted: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number)
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)]
}

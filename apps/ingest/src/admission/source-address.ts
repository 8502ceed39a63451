import { isIPv6 } from 'node:net'

/** By what a sender is told from others: an IPv4 address, or the /64 network of an IPv6 address, which one host owns. */
export function sourceAddress(remoteAddress: string | undefined): string {
  if (remoteAddress === undefined) return 'unknown'
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(remoteAddress)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(remoteAddress) ? networkOf(remoteAddress) : remoteAddress
}

const groups = 8
const networkGroups = 4

function networkOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, groups - before.length - after.length)
  return [...before, ...new Array<string>(zeros).fill('0'), ...after].slice(0, networkGroups).join(':')
}

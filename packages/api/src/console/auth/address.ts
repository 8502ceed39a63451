import { addressKey, clientAddress } from '@touchline/contracts/addresses'

/**
 * What a request is counted under: what the outermost of our own proxies saw, or without any what this server's
 * listener noted, in the same header, of the connection.
 */
export function addressOf(headers: Headers, trustedProxies: number): string {
  const told = headers.get('x-forwarded-for') ?? ''
  const direct = told.split(',').at(-1)?.trim()
  return addressKey(clientAddress(direct, told, trustedProxies))
}

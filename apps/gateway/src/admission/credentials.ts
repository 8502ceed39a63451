import { failed, type Outcome, succeeded } from '@touchline/api'
import { type AllowedOrigins, isAllowed } from '../http/origins.ts'
import type { Arrival, Credentials } from './admission.ts'

/** A fan's token for web pages that can set no header. HttpOnly, Secure and SameSite are its issuer's to set. */
export const fanCookie = 'touchline_fan'
const apiKeyPrefix = 'tlk_'

/** Any page may read as nobody; whoever is listed may also speak for a fan. */
export const originAllowed = ({ origin }: Arrival, origins: AllowedOrigins): boolean =>
  origin === undefined || isAllowed(origins, origin)

/**
 * A header says for whom it speaks. A cookie comes along by itself, whichever page asked: it counts only where the
 * page's origin is listed by name.
 */
export function credentialsOf(arrival: Arrival, origins: AllowedOrigins): Outcome<Credentials, 'forbidden'> {
  const { authorization, cookie, origin } = arrival
  if (authorization !== undefined) return succeeded(bearerOf(authorization))
  const token = cookie === undefined ? undefined : cookieOf(cookie)
  if (token === undefined || origin === undefined || origins === '*') return succeeded({})
  return origins.includes(origin) ? succeeded({ token }) : failed('forbidden')
}

/** What can't be read is a token that nobody signed, and so refused. */
function bearerOf(authorization: string): Credentials {
  const [, bearer = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  return bearer.startsWith(apiKeyPrefix) ? { apiKey: bearer } : { token: bearer }
}

function cookieOf(header: string): string | undefined {
  for (const pair of header.split(';')) {
    const [name = '', ...value] = pair.split('=')
    if (name.trim() === fanCookie) return value.join('=').trim()
  }
  return undefined
}

import type { ErrorCode } from '@touchline/contracts'
import { addressHeader, basePath, cookiePrefix, type Engine } from './engine.ts'

/** What the engine said: a body and cookies to set, or why not. */
export type EngineAnswer =
  | { readonly ok: true; readonly body: Record<string, unknown>; readonly cookies: readonly string[] }
  | { readonly ok: false; readonly code: ErrorCode; readonly cookies: readonly string[] }

export interface EngineCall {
  readonly path: string
  readonly body: object
  readonly headers: Headers
  readonly address: string
  /** Cookies of ours that it is not to see. */
  readonly without?: readonly string[]
}

export const sessionCookie = `${cookiePrefix}.session_token`
export const secondStepCookie = `${cookiePrefix}.two_factor`

const codes: Readonly<Record<string, ErrorCode>> = {
  INVALID_EMAIL: 'wrong-credentials',
  INVALID_EMAIL_OR_PASSWORD: 'wrong-credentials',
  INVALID_PASSWORD: 'wrong-credentials',
  INVALID_CODE: 'wrong-code',
  INVALID_BACKUP_CODE: 'wrong-code',
  INVALID_TWO_FACTOR_COOKIE: 'sign-in-again',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'sign-in-again',
  TOTP_ALREADY_ENABLED: 'state-conflict',
  TOTP_NOT_ENABLED: 'state-conflict',
  BACKUP_CODES_NOT_ENABLED: 'wrong-code',
  UNAUTHORIZED: 'sign-in-again',
}

/** Calls one of the engine's endpoints with a request of our own making. */
export async function callEngine(
  engine: Engine,
  { path, body, headers, address, without = [] }: EngineCall,
): Promise<EngineAnswer> {
  const base = engine.options.baseURL
  const response = await engine.handler(
    new Request(`${base}${basePath}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: base,
        cookie: ownCookies(headers, without),
        'user-agent': (headers.get('user-agent') ?? '').slice(0, 200),
        [addressHeader]: address,
      },
      body: JSON.stringify(body),
    }),
  )
  const cookies = response.headers.getSetCookie()
  const said = asRecord(await response.json().catch(() => null))
  if (response.ok) return { ok: true, body: said, cookies }
  if (response.status === 409) return { ok: false, code: 'wrong-code', cookies }
  const code = codes[String(said.code)]
  if (code === undefined)
    throw new Error(`the door's engine answered ${response.status} ${String(said.code)}`)
  return { ok: false, code, cookies }
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

export const hasCookie = (headers: Headers, name: string): boolean => cookieOf(headers, name) !== undefined

export const cookieOf = (headers: Headers, name: string): string | undefined =>
  cookiesOf(headers)
    .find(cookie => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const cookiesOf = (headers: Headers): string[] =>
  (headers.get('cookie') ?? '').split(';').map(cookie => cookie.trim())

const ownCookies = (headers: Headers, without: readonly string[]): string =>
  cookiesOf(headers)
    .filter(cookie => cookie.startsWith(`${cookiePrefix}.`))
    .filter(cookie => !without.some(name => cookie.startsWith(`${name}=`)))
    .join('; ')

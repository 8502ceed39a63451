import { randomBytes } from 'node:crypto'
import { makeSignature } from 'better-auth/crypto'
import { sessionMaxSeconds } from './auth-options.ts'
import type { Engine } from './engine.ts'
import { sessionCookie } from './engine-call.ts'

/** 256 bits. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url')

/** The cookie that the engine would set for a session's token. */
export async function sessionCookieFor(engine: Engine, token: string): Promise<string> {
  const { secret } = await engine.$context
  const value = encodeURIComponent(`${token}.${await makeSignature(token, secret)}`)
  return `${sessionCookie}=${value}; Max-Age=${sessionMaxSeconds}; Path=/; HttpOnly; Secure; SameSite=Lax`
}

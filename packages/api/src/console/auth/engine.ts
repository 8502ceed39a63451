import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { jwt, twoFactor } from 'better-auth/plugins'
import type { AuthOptions } from './auth-options.ts'
import { sessionMaxSeconds } from './auth-options.ts'
import { originsOf } from './same-origin.ts'

export const basePath = '/api/auth'
/** Takes a browser's cookies only from this very host, over a connection that it trusts. */
export const cookiePrefix = '__Host-touchline'
/** Where we tell the engine an address that we have found trustworthy; outside it is never believed. */
export const addressHeader = 'x-touchline-address'

export const minPasswordLength = 12
export const maxPasswordLength = 128

/** Fields of ours, which no request may set. */
const ownFields = {
  role: { type: 'string', required: false, defaultValue: 'fan', input: false },
  tier: { type: 'string', required: false, defaultValue: 'free', input: false },
  mustChangePassword: { type: 'boolean', required: false, defaultValue: false, input: false },
  disabledAt: { type: 'date', required: false, input: false },
} as const

/**
 * better-auth, which keeps passwords, sessions, second factors and signing keys. It is reached only through our own
 * list of endpoints, never by a request as it came; so its own limits and origin checks are ours to make.
 */
export function createEngine({ database, secret, publicUrls }: AuthOptions) {
  const [origin = 'http://127.0.0.1:3000'] = originsOf(publicUrls)
  return betterAuth({
    appName: 'Touchline',
    baseURL: origin,
    basePath,
    secret,
    trustedOrigins: [...originsOf(publicUrls)],
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: prismaAdapter(database.prisma, { provider: 'postgresql', transaction: true }),
    user: { additionalFields: ownFields },
    account: { modelName: 'authAccount', accountLinking: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength,
      maxPasswordLength,
    },
    session: { expiresIn: sessionMaxSeconds, disableSessionRefresh: true, freshAge: 0 },
    rateLimit: { enabled: false },
    plugins: [
      twoFactor({
        issuer: 'Touchline',
        backupCodeOptions: { amount: 10, length: 10 },
        twoFactorCookieMaxAge: 600,
        // It would let whoever has the password lock the owner out; endpoints/limits.ts tells them apart.
        accountLockout: { enabled: false },
      }),
      jwt({
        jwks: { keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' } },
        disableSettingJwtHeader: true,
      }),
    ],
    advanced: {
      useSecureCookies: false,
      cookiePrefix,
      defaultCookieAttributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      disableOriginCheck: true,
      disableCSRFCheck: true,
    },
  })
}

export type Engine = ReturnType<typeof createEngine>

import { failed, type Outcome, succeeded } from '@touchline/api'
import { fanClaimsSchema, fanTokenAudience, fanTokenMaxSeconds, type Identity } from '@touchline/contracts'
import { jwtVerify } from 'jose'
import { type FanKeys, KeysUnavailable } from './fan-keys.ts'

export type FanIdentity = Extract<Identity, { kind: 'fan' }>

export interface VerifiedToken {
  readonly identity: FanIdentity
  readonly issuedAtMs: number
}

export interface TokenCheckOptions {
  readonly keys: FanKeys | undefined
  /** Undefined: whoever has the key. */
  readonly issuer: string | undefined
  now(): number
}

export type TokenCheck = (token: string) => Promise<Outcome<VerifiedToken, 'unauthorized' | 'unavailable'>>

/** How far the clocks of those who sign may differ from ours. */
export const clockToleranceSeconds = 5
const maxTokenBytes = 4_096

/** Why a token was refused stays here: whoever shows one learns only that it was. */
export function createTokenCheck({ keys, issuer, now }: TokenCheckOptions): TokenCheck {
  return async token => {
    if (!keys || token.length > maxTokenBytes) return failed('unauthorized')
    const nowMs = now()
    try {
      const { payload } = await jwtVerify(token, keys.keyOf, {
        algorithms: ['EdDSA'],
        audience: fanTokenAudience,
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(nowMs),
        requiredClaims: ['sub', 'sid', 'iat', 'exp'],
        ...(issuer === undefined ? {} : { issuer }),
      })
      return verified(payload, nowMs)
    } catch (error) {
      return failed(error instanceof KeysUnavailable ? 'unavailable' : 'unauthorized')
    }
  }
}

function verified(payload: unknown, nowMs: number): Outcome<VerifiedToken, 'unauthorized'> {
  const claims = fanClaimsSchema.safeParse(payload)
  if (!claims.success) return failed('unauthorized')
  const { sub, sid, tier, iat, exp } = claims.data
  const livesTooLong = exp - iat > fanTokenMaxSeconds
  const isFromTheFuture = iat > nowMs / 1_000 + clockToleranceSeconds
  if (livesTooLong || isFromTheFuture) return failed('unauthorized')
  return succeeded({
    identity: { kind: 'fan', fanId: sub, sessionId: sid, tier, expiresAtMs: exp * 1_000 },
    issuedAtMs: iat * 1_000,
  })
}

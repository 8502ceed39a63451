import { fanTokenAudience, fanTokenMaxSeconds } from '@touchline/contracts'
import { answered, refused } from './answers.ts'
import type { AuthOptions } from './auth-options.ts'
import type { Door } from './door.ts'
import { forgetFan } from './endpoints/next-step.ts'
import { isSameOrigin } from './same-origin.ts'
import { findSession } from './visitor.ts'

/**
 * A token by which gateways know the fan whose session this is, for as long as a token may live; `{token: null}` for
 * whoever is no fan. Clocks of gateways may differ: what lives exactly as long as allowed would be refused by some.
 */
export function createFanTokens({ engine, database }: Door, { publicUrls }: AuthOptions) {
  return async (request: Request): Promise<Response> => {
    if (request.method !== 'POST' || !isSameOrigin(request, publicUrls)) return refused('foreign-origin')
    const found = await findSession(engine, database, request.headers)
    if (found?.role !== 'fan') return answered({ token: null }, [forgetFan])
    const { userId: sub, sessionId: sid, tier } = found
    const iat = Math.floor(Date.now() / 1_000)
    const exp = iat + fanTokenMaxSeconds
    const { token } = await engine.api.signJWT({
      body: { payload: { sub, sid, tier, aud: fanTokenAudience, iat, exp } },
    })
    return answered({ token, expiresAt: new Date(exp * 1_000).toISOString() })
  }
}

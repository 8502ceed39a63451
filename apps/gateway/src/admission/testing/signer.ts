import { fanTokenAudience } from '@touchline/contracts'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** Signs fan tokens as their issuer would. */
export interface Signer {
  /** The public set, as text. */
  readonly jwks: string
  readonly publicKey: JWK
  /** A token that is good for a minute, but for what is given; undefined leaves a claim out. */
  sign(claims?: Record<string, unknown>): Promise<string>
}

export async function createSigner(kid = 'k1'): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid }
  return {
    jwks: JSON.stringify({ keys: [jwk] }),
    publicKey: jwk,
    sign: (claims = {}) =>
      new SignJWT(fanClaims(claims)).setProtectedHeader({ alg: 'EdDSA', kid }).sign(privateKey),
  }
}

export function fanClaims(claims: Record<string, unknown> = {}): Record<string, unknown> {
  const nowSeconds = Math.floor(Date.now() / 1_000)
  const standard = { aud: fanTokenAudience, sub: 'ann', sid: 's1', iat: nowSeconds, exp: nowSeconds + 60 }
  return { ...standard, ...claims }
}

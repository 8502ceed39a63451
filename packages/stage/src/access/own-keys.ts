import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto'
import { join } from 'node:path'
import { type FanClaims, fanTokenAudience, fanTokenMaxSeconds, type Tier } from '@touchline/contracts'
import { keptPrivately } from './private-file.ts'

/** The embedded profile's own issuer of fan tokens, and its pepper: for one machine, where no others are named. */
export interface OwnKeys {
  /** The public set, as text. */
  readonly jwks: string
  readonly apiKeyPepper: string
  sign(fan: FanToSign): string
}

export interface FanToSign {
  readonly fanId: string
  readonly sessionId: string
  readonly tier: Tier
  /** Default: as long as a token may live. */
  readonly seconds?: number
}

/** Kept in `fan-keys` of the data folder, for this user's eyes alone; made at first use. */
export async function openOwnKeys(dataDir: string): Promise<OwnKeys> {
  const folder = join(dataDir, 'fan-keys')
  const pem = await keptPrivately(join(folder, 'ed25519.pem'), newPrivateKey)
  const apiKeyPepper = await keptPrivately(join(folder, 'api-key-pepper'), () =>
    randomBytes(32).toString('hex'),
  )
  const privateKey = createPrivateKey(pem)
  const { kty, crv, x } = createPublicKey(privateKey).export({ format: 'jwk' })
  const kid = thumbprint({ crv, kty, x })
  const header = encode({ alg: 'EdDSA', typ: 'JWT', kid })
  return {
    jwks: JSON.stringify({ keys: [{ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }] }),
    apiKeyPepper,
    sign: fan => {
      const body = `${header}.${encode(claimsOf(fan))}`
      return `${body}.${sign(null, Buffer.from(body), privateKey).toString('base64url')}`
    },
  }
}

const newPrivateKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

function claimsOf({ fanId, sessionId, tier, seconds = fanTokenMaxSeconds }: FanToSign): FanClaims {
  const iat = Math.floor(Date.now() / 1_000)
  return { aud: fanTokenAudience, sub: fanId, sid: sessionId, tier, iat, exp: iat + seconds }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** RFC 7638: the members in the order of their names. */
const thumbprint = (members: Record<string, unknown>): string =>
  createHash('sha256').update(JSON.stringify(members)).digest('base64url')

import { createHmac, type KeyObject, timingSafeEqual, verify } from 'node:crypto'

/** What a sender may sign with: any one key that fits is enough. */
export interface SigningKeys {
  readonly secrets: readonly KeyObject[]
  readonly publicKeys: readonly KeyObject[]
}

export interface SignedMessage {
  readonly id: string | undefined
  /** Seconds since 1970, as text. */
  readonly timestamp: string | undefined
  /** `v1,<base64>` or `v1a,<base64>`, separated by spaces. */
  readonly signature: string | undefined
  readonly body: Uint8Array
}

/** `stale-timestamp`: the signature fits, the time is too far from now. */
export type SignatureVerdict = 'valid' | 'invalid-signature' | 'stale-timestamp'

export const toleranceSeconds = 5 * 60
const maxIdLength = 256
const maxSignatures = 8

/** Verifies a message by the Standard Webhooks specification, version 1: symmetric `v1`, asymmetric `v1a`. */
export function verifySignature(message: SignedMessage, keys: SigningKeys, nowMs: number): SignatureVerdict {
  const { id, timestamp, signature } = message
  if (!id || id.length > maxIdLength || !signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) {
    return 'invalid-signature'
  }
  const prefix = `${id}.${timestamp}.`
  const offered = signature.split(' ', maxSignatures)
  const symmetric = offered.filter(one => one.startsWith('v1,')).map(one => one.slice('v1,'.length))
  const asymmetric = offered.filter(one => one.startsWith('v1a,')).map(one => one.slice('v1a,'.length))
  const valid =
    fitsSecret(symmetric, keys.secrets, prefix, message.body) ||
    fitsPublicKey(asymmetric, keys.publicKeys, prefix, message.body)
  if (!valid) return 'invalid-signature'
  return Math.abs(nowMs / 1_000 - Number(timestamp)) > toleranceSeconds ? 'stale-timestamp' : 'valid'
}

type Fits = (
  offered: readonly string[],
  keys: readonly KeyObject[],
  prefix: string,
  body: Uint8Array,
) => boolean

/** Compares the base64 texts, not the bytes: a lenient decoder takes several texts for the same bytes. */
const fitsSecret: Fits = (offered, secrets, prefix, body) => {
  if (offered.length === 0) return false
  const candidates = offered.map(text => Buffer.from(text))
  return secrets.some(secret => {
    const expected = Buffer.from(createHmac('sha256', secret).update(prefix).update(body).digest('base64'))
    return candidates.some(one => one.length === expected.length && timingSafeEqual(one, expected))
  })
}

const fitsPublicKey: Fits = (offered, publicKeys, prefix, body) => {
  if (offered.length === 0 || publicKeys.length === 0) return false
  const content = Buffer.concat([Buffer.from(prefix), body])
  return offered.some(text => {
    const signature = Buffer.from(text, 'base64')
    if (signature.toString('base64') !== text) return false
    return publicKeys.some(publicKey => verify(null, content, publicKey, signature))
  })
}

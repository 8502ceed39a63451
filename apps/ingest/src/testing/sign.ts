import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export interface Unsigned {
  readonly id: string
  readonly timestamp: string
  readonly body: Uint8Array | string
}

/** One `v1,…` signature, made from the secret's text as a partner would. */
export function signSymmetric(secret: string, { id, timestamp, body }: Unsigned): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`
}

/** An ed25519 key pair: `whpk_…`, and how to sign with its private half. */
export function newKeyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  return {
    publicKey: `whpk_${raw.toString('base64')}`,
    sign: ({ id, timestamp, body }: Unsigned): string => {
      const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)])
      return `v1a,${sign(null, content, privateKey).toString('base64')}`
    },
  }
}

/** The headers of a webhook that a partner with this secret sends now. */
export function signedHeaders(secret: string, body: Uint8Array | string, atMs = Date.now()) {
  const id = `msg_${randomBytes(8).toString('hex')}`
  const timestamp = String(Math.floor(atMs / 1_000))
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signSymmetric(secret, { id, timestamp, body }),
  }
}

import { createHmac } from 'node:crypto'

export interface SignedHeaders {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

const prefix = 'whsec_'
/** Standard Webhooks asks for 24 to 64 bytes. */
const minKeyBytes = 24

/** The key of a `whsec_…` secret; throws, without naming the secret, if it is none. */
export function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : ''
  const key = Buffer.from(encoded, 'base64')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) || key.length < minKeyBytes)
    throw new Error(`a webhook secret is "whsec_" and then at least ${minKeyBytes} bytes in base64`)
  return key
}

/** Standard Webhooks, symmetric: HMAC-SHA256 over `id.timestamp.body`, the timestamp in seconds. */
export function sign(key: Buffer, webhookId: string, nowMs: number, body: string): SignedHeaders {
  const timestamp = String(Math.floor(nowMs / 1_000))
  const mac = createHmac('sha256', key).update(`${webhookId}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': webhookId, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }
}

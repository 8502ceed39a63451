import { createHmac, randomUUID } from 'node:crypto'
import type { TestHouse } from './house.ts'

interface WebhookTarget {
  readonly secret: string
  readonly ports: Pick<TestHouse['ports'], 'ingest'>
}

/** Sends one event, or several, as the partner `replay`, signed; whatever ingest answers. */
export function sendWebhook({ secret, ports }: WebhookTarget, events: object): Promise<Response> {
  const body = JSON.stringify(events)
  const id = `msg_${randomUUID()}`
  const at = String(Math.floor(Date.now() / 1_000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  return fetch(`http://127.0.0.1:${ports.ingest}/webhooks/broadcast/replay`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': `v1,${signature}`,
    },
    body,
    signal: AbortSignal.timeout(10_000),
  })
}

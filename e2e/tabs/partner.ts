import { createHmac, randomUUID } from 'node:crypto'
import type { TestHouse } from '../house/house.ts'

/** Sends one event of a match through the door every so often until it is stopped; resolves to how many. */
export function sendSteadily(house: TestHouse, matchId: string, everyMs: number): () => Promise<number> {
  let running = true
  const sending = (async () => {
    let sent = 0
    while (running) {
      sent += 1
      await send(house, { matchId, sourceEventId: `${matchId}-${sent}`, type: 'pass-made' })
      await new Promise(resolve => setTimeout(resolve, everyMs))
    }
    return sent
  })()
  return () => {
    running = false
    return sending
  }
}

async function send({ secret, ports }: TestHouse, event: object): Promise<void> {
  const occurredAt = new Date().toISOString()
  const body = JSON.stringify({ ...event, occurredAt, payload: { team: 'home' } })
  const id = `msg_${randomUUID()}`
  const at = String(Math.floor(Date.now() / 1_000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': at,
    'webhook-signature': `v1,${signature}`,
  }
  const url = `http://127.0.0.1:${ports.ingest}/webhooks/broadcast/replay`
  const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })
  if (!answer.ok) throw new Error(`ingest answered ${answer.status}: ${await answer.text()}`)
}

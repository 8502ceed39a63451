import type { TestHouse } from '../house/house.ts'
import { sendWebhook } from '../house/webhook.ts'

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

async function send(house: TestHouse, event: object): Promise<void> {
  const answer = await sendWebhook(house, {
    ...event,
    occurredAt: new Date().toISOString(),
    payload: { team: 'home' },
  })
  if (!answer.ok) throw new Error(`ingest answered ${answer.status}: ${await answer.text()}`)
}

import { setTimeout as delay } from 'node:timers/promises'
import { sendWebhook } from '../house/webhook.ts'

/** Sends one webhook after another, and reads the match and the page of matches, all through the proxy, and keeps what was answered. */
export interface Traffic {
  /** How often each status came, or each failure without one. */
  readonly answers: ReadonlyMap<string, number>
  /** Events that were accepted, of all that were sent. */
  accepted(): number
  /** Forgets what was answered until now. */
  forget(): void
  stop(): Promise<void>
}

interface Plan {
  readonly matchId: string
  readonly secret: string
  readonly ports: { readonly gateway: number; readonly ingest: number; readonly www: number }
  readonly everyMs: number
}

/** Pages cost a hundred times as much. */
const pageEvery = 10

export function startTraffic({ matchId, secret, ports, everyMs }: Plan): Traffic {
  const answers = new Map<string, number>()
  let accepted = 0
  const count = (what: string) => {
    if (what === 'webhook 202') accepted++
    answers.set(what, (answers.get(what) ?? 0) + 1)
  }
  const under = new Set<Promise<void>>()
  let isRunning = true
  const ask = (what: string, request: Promise<Response>) => {
    const asked = request.then(
      async answer => {
        await answer.arrayBuffer()
        count(`${what} ${answer.status}`)
      },
      error => count(`${what} ${(error as Error).message}`),
    )
    under.add(asked)
    void asked.then(() => under.delete(asked))
  }
  const run = async () => {
    for (let sent = 1; isRunning; sent++) {
      ask('webhook', sendWebhook({ secret, ports }, commentary(matchId, sent)))
      ask('read', fetch(`http://127.0.0.1:${ports.gateway}/v1/matches/${matchId}`))
      if (sent % pageEvery === 0) ask('page', fetch(`http://127.0.0.1:${ports.www}/`))
      await delay(everyMs)
    }
  }
  const ran = run()
  return {
    answers,
    accepted: () => accepted,
    forget: () => answers.clear(),
    async stop() {
      isRunning = false
      await ran
      await Promise.all(under)
    },
  }
}

const commentary = (matchId: string, number: number) => ({
  matchId,
  sourceEventId: `${matchId}-${number}`,
  type: 'commentary-published',
  occurredAt: new Date().toISOString(),
  clock: { period: 1, seconds: number },
  payload: { text: `event ${number}`, lang: 'en' },
})

import { createHash } from 'node:crypto'
import type { Offer } from '@touchline/checker'
import { sourceTopics } from '@touchline/contracts'
import type { EventLog } from '@touchline/streams'

export interface PoisonStorm {
  /** Resolves when the last append has been answered. */
  stop(): Promise<readonly Offer[]>
}

export interface PoisonOptions {
  readonly log: EventLog
  readonly matches: readonly string[]
  readonly perSecond: number
  /** Tells the records of one storm from those of another. */
  readonly run: number
}

/** Appends records that can't be processed straight to the broadcast topic, among the events of the same matches. */
export function startPoison({ log, matches, perSecond, run }: PoisonOptions): PoisonStorm {
  const offers: Offer[] = []
  const appending = new Set<Promise<void>>()
  let count = 0
  const timer = setInterval(() => {
    count += 1
    const key = matches[count % matches.length] ?? ''
    const value = Buffer.from(poison(key, `${run}-${count}`, count))
    const rawHash = createHash('sha256').update(value).digest('hex')
    const appended = log.append(sourceTopics.broadcast, [{ key, value, headers: {} }]).then(
      () => void offers.push({ kind: 'damaged', rawHash }),
      () => {},
    )
    appending.add(appended)
    void appended.then(() => appending.delete(appended))
  }, 1_000 / perSecond)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(appending)
      return offers
    },
  }
}

/** No JSON, no event of ours, or an event that can't be true, in turn. */
function poison(matchId: string, name: string, count: number): string {
  const now = new Date().toISOString()
  const base = {
    source: 'broadcast',
    matchId,
    sourceEventId: `poison-${name}`,
    provider: 'chaos',
    ingestedAt: now,
  }
  const pass = { ...base, type: 'pass-made', occurredAt: now }
  const made = [
    `{"matchId": "${matchId}", "poison": "${name}"`,
    JSON.stringify({ ...base, type: 'goal-annulled', occurredAt: now, payload: {} }),
    JSON.stringify({ ...base, type: 'goal-scored', occurredAt: now, payload: { team: 7 } }),
    JSON.stringify({ ...pass, payload: { team: 'home', start: { x: 9, y: 0 } } }),
    JSON.stringify({ ...pass, occurredAt: '2999-01-01T00:00:00Z', payload: { team: 'home' } }),
  ]
  return made[count % made.length] ?? ''
}

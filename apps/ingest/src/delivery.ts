import { deadLetterTopics, sourceTopics } from '@touchline/contracts'
import type { EventLog } from '@touchline/streams'
import type { Arrival, Judged } from './accept.ts'
import type { Accounts } from './accounts.ts'

/** Brings what the door judged to the log, and counts it once it stands there. */
export interface Delivery {
  deliver(arrival: Arrival, judged: Judged): Promise<void>
}

export function createDelivery(log: EventLog, accounts: Accounts): Delivery {
  const append = async (topic: string, records: Judged['records']) => {
    if (records.length === 0) return
    const started = performance.now()
    await log.append(topic, records)
    accounts.appended(topic, (performance.now() - started) / 1_000)
  }
  return {
    async deliver(arrival, judged) {
      await append(sourceTopics[arrival.source], judged.records)
      await append(deadLetterTopics[arrival.source], judged.deadLetters)
      accounts.judged(arrival, judged)
    },
  }
}

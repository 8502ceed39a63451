import { criticalTopic, deadLetterTopics, sourceTopics } from '@touchline/contracts'
import type { EventLog, NewRecord } from '@touchline/streams'
import type { Arrival, Judged } from './accept.ts'
import type { Accounts } from './accounts.ts'
import type { LetterBox } from './letters/letter-box.ts'

/** Brings what the door judged to the log, and counts it once it stands there. */
export interface Delivery {
  deliver(arrival: Arrival, judged: Judged): Promise<void>
}

export function createDelivery(log: EventLog, letters: LetterBox, accounts: Accounts): Delivery {
  const append = async (topic: string, records: readonly NewRecord[]) => {
    if (records.length === 0) return
    const started = performance.now()
    await log.append(topic, records)
    accounts.appended(topic, (performance.now() - started) / 1_000)
  }
  return {
    async deliver(arrival, judged) {
      await both(
        append(sourceTopics[arrival.source], judged.records),
        append(criticalTopic, judged.criticalCopies),
      )
      if (judged.deadLetters.length > 0) {
        await letters.leave(deadLetterTopics[arrival.source], judged.deadLetters)
      }
      accounts.judged(arrival, judged)
    },
  }
}

/** Side by side, and neither is still under way when this settles: the same is appended again after a failure. */
async function both(...appends: readonly Promise<void>[]): Promise<void> {
  const [failed] = (await Promise.allSettled(appends)).filter(result => result.status === 'rejected')
  if (failed) throw failed.reason
}

import { type EventLog, LogUnavailable, type NewRecord } from '@touchline/streams'
import type { Accounts } from '../accounts.ts'

/**
 * Where the door leaves dead letters. Resolves once they are durable; rejects, as nothing else can be done, where
 * they are not: the source then sends again.
 */
export interface LetterBox {
  leave(topic: string, letters: readonly NewRecord[]): Promise<void>
  /** Ends what it does by itself. */
  close(): Promise<void>
}

export type TopicAppend = (topic: string, records: readonly NewRecord[]) => Promise<void>

/** Appends dead letters to their topic, within a time limit of their own: a stalled topic must not hold a source. */
export function createTopicAppend(log: EventLog, accounts: Accounts, timeoutMs: number): TopicAppend {
  return async (topic, records) => {
    const started = performance.now()
    await within(timeoutMs, log.append(topic, records))
    accounts.appended(topic, (performance.now() - started) / 1_000)
  }
}

/** Letters straight to their topic. */
export const createTopicBox = (append: TopicAppend): LetterBox => ({ leave: append, close: async () => {} })

/** An append that is too late may still succeed: the same letter twice has the same id. */
async function within(timeoutMs: number, append: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = () => reject(new LogUnavailable(`dead letters were not taken within ${timeoutMs} ms`))
    timer = setTimeout(error, timeoutMs)
  })
  await Promise.race([append, late]).finally(() => clearTimeout(timer))
}

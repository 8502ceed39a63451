import type { Spool } from '@touchline/resilience'
import { LogUnavailable, type NewRecord } from '@touchline/streams'
import type { Logger } from '@touchline/telemetry'
import type { Accounts } from '../accounts.ts'
import { fullJitterMs, pause } from '../backoff.ts'
import type { LetterBox, TopicAppend } from './letter-box.ts'
import { decodeLetter, encodeLetter, type Letter } from './spooled-letter.ts'

export interface SpoolingBoxOptions {
  readonly append: TopicAppend
  readonly spool: Spool
  readonly accounts: Accounts
  readonly logger: Logger
  /** How often it looks whether the spool holds letters; after failures up to `drainCapMs` more seldom. */
  readonly drainIntervalMs: number
  readonly drainCapMs: number
}

const drainBatch = 100

/**
 * Letters to their topic while it takes them; else to the spool, and from there to the topic once it is back.
 * While the spool holds any, new ones go behind them, and no source waits for a topic that is known to be away.
 */
export function createSpoolingBox(options: SpoolingBoxOptions): LetterBox {
  const { append, spool, accounts, logger, drainIntervalMs, drainCapMs } = options
  const stopping = new AbortController()

  const keep = async (topic: string, letters: readonly NewRecord[]) => {
    await spool.append(letters.map(record => encodeLetter({ topic, record })))
    accounts.lettersSpooled(topic, letters.length)
  }
  const drain = async () => {
    const drained = await spool.drain(batch => sendLetters(batch, options), { batch: drainBatch })
    if (drained > 0) logger.info({ letters: drained }, 'dead letters reached their topics from the spool')
  }
  const run = async () => {
    const backoff = { baseMs: drainIntervalMs, capMs: drainCapMs }
    let failures = 0
    while (!stopping.signal.aborted) {
      if (spool.depth().bytes > 0) failures = await drainOnce(drain, failures, logger)
      const backoffMs = failures === 0 ? 0 : fullJitterMs(failures, backoff)
      await pause(drainIntervalMs + backoffMs, stopping.signal)
    }
  }
  const running = run()
  return {
    async leave(topic, letters) {
      if (spool.depth().records > 0) return keep(topic, letters)
      try {
        await append(topic, letters)
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error
        logger.warn({ err: error, topic, letters: letters.length }, 'dead letters go to the spool')
        await keep(topic, letters)
      }
    },
    async close() {
      stopping.abort()
      await Promise.all([running, spool.close()])
    },
  }
}

/** How often it has now failed in a row; told at the first. */
async function drainOnce(drain: () => Promise<void>, failures: number, logger: Logger): Promise<number> {
  try {
    await drain()
    return 0
  } catch (error) {
    if (failures === 0) logger.warn({ err: error }, 'the dead letters in the spool have to wait')
    return failures + 1
  }
}

async function sendLetters(
  batch: readonly Uint8Array[],
  { append, accounts, logger }: SpoolingBoxOptions,
): Promise<void> {
  const letters = batch.map(decodeLetter).filter((letter): letter is Letter => letter !== undefined)
  const unreadable = batch.length - letters.length
  if (unreadable > 0) logger.error({ letters: unreadable }, 'letters in the spool are in no known form')
  for (const [topic, ofTopic] of Map.groupBy(letters, letter => letter.topic)) {
    const records = ofTopic.map(letter => letter.record)
    await append(topic, records)
    accounts.lettersDrained(topic, records.length)
  }
}

import type { Identity, Position } from '@touchline/contracts'
import { type Database, type FeedNotes, forgetFeedSessions, isDataFault, saveFeedNotes } from '@touchline/db'
import type { FeedBeginning, FeedEnd, FeedJournal, FeedOmissionNote, FeedPage } from './feed-journal.ts'
import { FeedNoteBuffer, type NotedFeed } from './feed-notes.ts'

export interface FeedJournalOptions {
  readonly database: Pick<Database, 'pool'>
  readonly instance: string
  onError(error: unknown): void
  /** So many notes had to be let go, for the store was away for too long, or would not have them. */
  onDropped?(notes: number): void
  /** How often it is written. Default 500. */
  readonly intervalMs?: number
  /** Notes held at most, a few hundred bytes each. Default 50,000. */
  readonly maxNotes?: number
  /** Sessions that began before are forgotten. Default 7 days. */
  readonly keptMs?: number
  /** How often some of them are. Default a minute. */
  readonly forgetEveryMs?: number
}

/** Small enough for one statement not to hold up the event loop. */
const notesPerWrite = 500
const forgottenAtOnce = 2_000
const forgettingTurns = 50
const dayMs = 86_400_000

/**
 * The journal in PostgreSQL. Phases: note (in memory), write (serial, in batches, while there is something), and now
 * and then forget. A batch that could not be written is tried again before all others; one that the store will never
 * take is let go.
 */
export function createFeedJournal(options: FeedJournalOptions): FeedJournal {
  const { instance, intervalMs = 500, maxNotes = 50_000, forgetEveryMs = 60_000 } = options
  const buffer = new FeedNoteBuffer(maxNotes)
  const writer = createWriter(options, buffer)
  const timer = setInterval(() => void writer.write(), intervalMs)
  const forgetting = setInterval(() => void forget(options), forgetEveryMs)
  timer.unref()
  forgetting.unref()
  return {
    began: beginning => new BufferedPage(buffer, buffer.begin(rowOf(beginning, instance))),
    close: async () => {
      clearInterval(timer)
      clearInterval(forgetting)
      await writer.write()
      await writer.write()
    },
  }
}

/** Whatever is noted while one is being written waits for the next. */
function createWriter({ database, onError, onDropped }: FeedJournalOptions, buffer: FeedNoteBuffer) {
  let failed: FeedNotes | undefined
  let writing: Promise<void> | undefined
  let toldDropped = 0
  const writeAll = async () => {
    while (failed || buffer.size > 0) {
      const notes = failed ?? buffer.take(notesPerWrite)
      failed = notes
      await saveFeedNotes(database, notes).catch((error: unknown) => {
        if (!isDataFault(error)) throw error
        buffer.countDropped(notes.begun.length + notes.ended.length + notes.omitted.length)
        onError(error)
      })
      failed = undefined
    }
  }
  const tellDropped = () => {
    if (buffer.dropped > toldDropped) onDropped?.(buffer.dropped - toldDropped)
    toldDropped = buffer.dropped
  }
  return {
    write: () => {
      writing ??= writeAll()
        .catch(onError)
        .finally(() => {
          writing = undefined
          tellDropped()
        })
      return writing
    },
  }
}

/** More than feeds begin in the meantime, however often fans come and go; what is left waits for the next turn. */
async function forget({ database, keptMs = 7 * dayMs, onError }: FeedJournalOptions): Promise<void> {
  try {
    for (let turn = 0; turn < forgettingTurns; turn++) {
      const forgotten = await forgetFeedSessions(database, { olderThanMs: keptMs, limit: forgottenAtOnce })
      if (forgotten < forgottenAtOnce) return
    }
  } catch (error) {
    onError(error)
  }
}

class BufferedPage implements FeedPage {
  readonly #buffer: FeedNoteBuffer
  readonly #feed: NotedFeed
  #hasEnded = false

  constructor(buffer: FeedNoteBuffer, feed: NotedFeed) {
    this.#buffer = buffer
    this.#feed = feed
  }

  omitted({ epoch, afterSeq, upToSeq, kind }: FeedOmissionNote): void {
    const { sessionId } = this.#feed
    this.#buffer.omit({ sessionId, epoch, afterSeq, upToSeq, kind, at: new Date() })
  }

  ended(reason: FeedEnd, at: Position | undefined): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#buffer.end(this.#feed, { at: at && storable(at), endedAt: new Date(), reason })
  }
}

/** A client may ask for any position; the store's numbers end here. */
const maxSeq = 2 ** 31 - 1
const storable = ({ epoch, seq }: Position): Position => ({ epoch, seq: Math.min(seq, maxSeq) })

const rowOf = ({ identity, connectionId, after, ...beginning }: FeedBeginning, instance: string) => ({
  ...beginning,
  after: storable(after),
  instance,
  connectionId: connectionId.slice(0, 32),
  fan: fanOf(identity),
  startedAt: new Date(),
})

/** As a fan's id stands in the journal; PostgreSQL takes no NUL in a text. */
function fanOf(identity: Identity): string {
  if (identity.kind === 'anonymous') return ''
  return (identity.kind === 'fan' ? identity.fanId : `key:${identity.keyId}`).replaceAll('\0', '')
}

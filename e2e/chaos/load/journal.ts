import { createWriteStream } from 'node:fs'
import type { OfferedEvent } from '@touchline/checker'
import type { Source } from '@touchline/contracts'

/** What went in, as lines of JSON; `history/read-offers.ts` reads it. */
export interface Journal {
  offered(event: OfferedEvent): void
  accepted(source: Source, sourceEventIds: readonly string[]): void
  damaged(rawHash: string): void
  /** True while the disk is behind: write no more until it is not. */
  behind(): boolean
  close(): Promise<void>
}

export function createJournal(file: string): Journal {
  const stream = createWriteStream(file, { highWaterMark: 4 << 20 })
  const write = (line: readonly unknown[]) => void stream.write(`${JSON.stringify(line)}\n`)
  return {
    offered: ({ source, sourceEventId, matchId, type, occurredAtMs, clock, digest }) =>
      write(['e', source, sourceEventId, matchId, type, occurredAtMs, clock?.period, clock?.seconds, digest]),
    accepted: (source, ids) => write(['a', source, ...ids]),
    damaged: rawHash => write(['d', rawHash]),
    behind: () => stream.writableNeedDrain,
    close: () => new Promise(resolve => stream.end(resolve)),
  }
}

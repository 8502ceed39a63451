import type { BulkWrite } from '@touchline/api/opensearch'
import type { EventDocument } from '@touchline/db'
import { type Breaker, BreakerOpen, type Spool } from '@touchline/resilience'
import { repeat } from '../../repeat.ts'

export interface DocumentSinkOptions {
  /** Holds what is not written yet. Not closed here. */
  readonly spool: Spool
  readonly write: BulkWrite
  readonly breaker: Breaker
  /** Told of matches that have lost documents for want of room, once there is room again, until it resolves. */
  readonly onLost: (matchIds: readonly string[]) => Promise<void>
  readonly onWritten: (documents: number) => void
  readonly onRefused: (documents: number) => void
  readonly onError: (error: unknown) => void
  /** Default 1,000. */
  readonly intervalMs?: number
}

export interface DocumentSink {
  /** Resolves when the documents survive this process's death, or are noted as lost. Never rejects. */
  keep(documents: readonly EventDocument[]): Promise<void>
  stop(): Promise<void>
}

/** Beyond it, who lost something is not remembered any more. */
const maxLostMatches = 10_000

/**
 * Brings documents to OpenSearch by a spool: what it can't take waits on the disk, within bounds, and the index job
 * never waits for it. At least once, and in order: a document written again changes nothing.
 */
export function createDocumentSink(options: DocumentSinkOptions): DocumentSink {
  const { spool, write, breaker, onLost, onWritten, onRefused, onError, intervalMs = 1_000 } = options
  const lost = new Set<string>()
  const sendOne = async (record: Uint8Array) => {
    const { written, refused } = await write(JSON.parse(Buffer.from(record).toString()))
    onWritten(written)
    if (refused > 0) onRefused(refused)
  }
  const tellLost = async () => {
    const matchIds = [...lost]
    if (matchIds.length === 0) return
    await onLost(matchIds)
    for (const matchId of matchIds) lost.delete(matchId)
  }
  const drain = async () => {
    if (spool.depth().records === 0) return tellLost()
    await breaker.run(() => spool.drain(async ([record]) => record && sendOne(record), { batch: 1 }))
    await tellLost()
  }
  const work = () =>
    drain().catch((error: unknown) => {
      if (!(error instanceof BreakerOpen)) onError(error)
    })
  const draining = repeat({ everyMs: intervalMs, work, onError })
  return {
    keep: async documents => {
      if (documents.length === 0) return
      await spool.append([Buffer.from(JSON.stringify(documents))]).catch((error: unknown) => {
        const matchId = documents[0]?.matchId
        if (matchId !== undefined && lost.size < maxLostMatches) lost.add(matchId)
        onError(error)
      })
    },
    stop: () => draining.stop(),
  }
}

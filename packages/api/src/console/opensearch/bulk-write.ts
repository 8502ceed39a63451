import type { EventDocument } from '@touchline/db'
import { z } from 'zod'
import {
  aliasOf,
  createCaller,
  OpenSearchAway,
  type OpenSearchCaller,
  type OpenSearchPlace,
  OpenSearchRefused,
} from './caller.ts'
import { documentId, indexDefinition, indexNameOf } from './index-mapping.ts'

export interface BulkWriteOptions extends OpenSearchPlace {
  /** Told when the index was not there and has been made: it holds nothing yet. Told again until it resolves. */
  readonly onCreated: () => Promise<void>
  /** Of each call. Default 10,000. */
  readonly timeoutMs?: number
}

/**
 * Writes documents, each in the place of what stands under its id: written again, nothing changes. Resolves with how
 * many were taken, and how many are refused for good; rejects with OpenSearchAway where they should come again.
 */
export type BulkWrite = (documents: readonly EventDocument[]) => Promise<{ written: number; refused: number }>

export function createBulkWrite(options: BulkWriteOptions): BulkWrite {
  const call = createCaller(options)
  const { timeoutMs = 10_000 } = options
  const alias = aliasOf(options)
  // Without the alias a call is refused: else an index that somebody deleted would come back without its mapping.
  const path = `/${encodeURIComponent(alias)}/_bulk?require_alias=true`
  let isReady = false
  return async documents => {
    if (documents.length === 0) return { written: 0, refused: 0 }
    if (!isReady) {
      if (await createIndex(call, alias, timeoutMs)) await options.onCreated()
      isReady = true
    }
    const statuses = readStatuses(await call({ method: 'POST', path, body: toLines(documents), timeoutMs }))
    isReady = !statuses.includes(notFound)
    if (statuses.length !== documents.length || statuses.some(mayComeAgain))
      throw new OpenSearchAway('OpenSearch did not take all documents now')
    const refused = statuses.filter(status => status >= 400).length
    return { written: documents.length - refused, refused }
  }
}

const notFound = 404
const mayComeAgain = (status: number): boolean => status === notFound || status === 429 || status >= 500

const toLines = (documents: readonly EventDocument[]): string =>
  documents
    .map(one => `${JSON.stringify({ index: { _id: documentId(one) } })}\n${JSON.stringify(one)}\n`)
    .join('')

const bulkAnswer = z.object({ items: z.array(z.object({ index: z.object({ status: z.int() }) })) })

function readStatuses(answer: unknown): number[] {
  const read = bulkAnswer.safeParse(answer)
  if (!read.success) throw new OpenSearchAway('what answers is no OpenSearch')
  return read.data.items.map(({ index }) => index.status)
}

/** True if it was not there before. */
async function createIndex(call: OpenSearchCaller, alias: string, timeoutMs: number): Promise<boolean> {
  const path = `/${encodeURIComponent(indexNameOf(alias))}`
  try {
    await call({ method: 'PUT', path, body: JSON.stringify(indexDefinition(alias)), timeoutMs })
    return true
  } catch (error) {
    if (error instanceof OpenSearchRefused && error.kind === 'resource_already_exists_exception') return false
    throw error
  }
}

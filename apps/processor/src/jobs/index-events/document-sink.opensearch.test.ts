import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBulkWrite } from '@touchline/api/opensearch'
import {
  nameTestIndex,
  type OpenSearchFront,
  openFront,
  type TestIndex,
} from '@touchline/api/opensearch/testing'
import type { EventDocument } from '@touchline/db'
import { createBreaker, createSpool, type Spool } from '@touchline/resilience'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDocumentSink, type DocumentSink } from './document-sink.ts'

let folder: string
let front: OpenSearchFront
let index: TestIndex
let spool: Spool
let sink: DocumentSink
const lost: string[][] = []
const errors: unknown[] = []
const totals = { written: 0, refused: 0 }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'))
  front = await openFront()
  index = nameTestIndex()
  lost.length = errors.length = totals.written = totals.refused = 0
})
afterEach(async () => {
  await sink.stop()
  await spool.close()
  await index.drop()
  await front.close()
  await rm(folder, { recursive: true })
})

async function open(maxBytes = 1_000_000): Promise<void> {
  spool = await createSpool({ folder, maxBytes })
  sink = createDocumentSink({
    spool,
    write: createBulkWrite({
      url: front.url,
      alias: index.alias,
      timeoutMs: 1_500,
      onCreated: async () => {},
    }),
    breaker: createBreaker({ failures: 2, openMs: 30 }),
    onLost: async matchIds => void lost.push([...matchIds]),
    onWritten: by => {
      totals.written += by
    },
    onRefused: by => {
      totals.refused += by
    },
    onError: error => errors.push(error),
    intervalMs: 5,
  })
}
const documents = (matchId: string, ...seqs: number[]): EventDocument[] =>
  seqs.map(seq => ({
    ...{ matchId, seq, occurredAt: '2026-05-01T19:00:00.000Z', source: 'broadcast', type: 'pass-made' },
    ...{
      lane: 'normal',
      sourceEventId: `${matchId}-${seq}`,
      correlationId: 'c',
      names: 'pass',
      teams: '',
      text: '',
    },
  }))
const holds = (...ids: string[]) =>
  vi.waitFor(async () => expect([...(await index.documents()).keys()]).toEqual(ids), {
    ...{ timeout: 10_000, interval: 50 },
  })

it('writes what it is given, in order', async () => {
  await open()
  await sink.keep(documents('m', 1, 2))
  await sink.keep(documents('m', 3))
  await holds('m:1', 'm:2', 'm:3')
  await vi.waitFor(() => expect(totals).toEqual({ written: 3, refused: 0 }))
})

it('keeps on the disk what OpenSearch can not take, over its own end', async () => {
  front.behaviour = { kind: 'answer', status: 503 }
  await open()
  await sink.keep(documents('m', 1))
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1))
  await sink.stop()
  await spool.close()
  front.behaviour = { kind: 'pass' }
  await open()
  await sink.keep(documents('m', 2))
  await holds('m:1', 'm:2')
})

it('leaves OpenSearch alone while it is away', async () => {
  front.behaviour = { kind: 'cut' }
  await open()
  await sink.keep(documents('m', 1))
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(3))
  expect(front.calls.length).toBe(errors.length)
  front.behaviour = { kind: 'pass' }
  await holds('m:1')
})

it('never fails for want of room, and tells what was lost once it has room again', async () => {
  front.behaviour = { kind: 'hang' }
  await open(600)
  await sink.keep(documents('m', 1))
  await sink.keep(documents('n', 1, 2, 3))
  await sink.keep(documents('o', 1, 2, 3))
  expect(lost).toEqual([])
  front.behaviour = { kind: 'pass' }
  await holds('m:1')
  await vi.waitFor(() => expect(lost).toEqual([['n', 'o']]))
})

import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createJournal } from '../load/journal.ts'
import { readOffers, readReceipts } from './read-journals.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const offered = {
  source: 'broadcast',
  sourceEventId: 'c-1',
  matchId: 'chaos-0',
  type: 'goal-scored',
  occurredAtMs: 1_777_777_777_777,
  clock: { period: 1, seconds: 2.5 },
  digest: 'abc',
} as const

it('reads back what was written, and leaves out a line that was never finished', async () => {
  const file = join(folder, 'offers.jsonl')
  const journal = createJournal(file)
  const reading = { ...offered, source: 'sensor', sourceEventId: 'c-2', clock: undefined } as const
  journal.offered(offered)
  journal.offered(reading)
  journal.accepted('broadcast', ['c-1', 'c-3'])
  journal.damaged('hash')
  await journal.close()
  appendFileSync(file, '["d","cut of')
  expect([...readOffers(file)]).toEqual([
    { kind: 'event', event: offered },
    { kind: 'event', event: reading },
    { kind: 'accepted', source: 'broadcast', sourceEventId: 'c-1' },
    { kind: 'accepted', source: 'broadcast', sourceEventId: 'c-3' },
    { kind: 'damaged', rawHash: 'hash' },
  ])
})

it('reads receipts across the bounds of what it reads at once', () => {
  const file = join(folder, 'receipts.jsonl')
  const lines = Array.from({ length: 50_000 }, (_, index) =>
    JSON.stringify([index % 7, 1, index, 'social', `ö-${index}`, 1, 2, 'digest']),
  )
  writeFileSync(file, `${lines.join('\n')}\n`)
  const receipts = [...readReceipts(file)]
  expect(receipts.length).toBe(50_000)
  expect(
    receipts.every(({ seq, sourceEventId }, index) => seq === index && sourceEventId === `ö-${index}`),
  ).toBe(true)
  const score = { home: 1, away: 2 }
  const last = { feed: 49_999 % 7, epoch: 1, seq: 49_999, source: 'social', sourceEventId: 'ö-49999' }
  expect(receipts.at(-1)).toEqual({ ...last, score, digest: 'digest' })
})

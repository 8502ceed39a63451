import type { EventDocument } from '@touchline/db'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBulkWrite } from './bulk-write.ts'
import { OpenSearchAway } from './caller.ts'
import { type Behaviour, type FakeOpenSearch, startFakeOpenSearch } from './testing/fake-opensearch.ts'

let fake: FakeOpenSearch
let created = 0
beforeEach(async () => {
  fake = await startFakeOpenSearch()
  created = 0
})
afterEach(() => fake.close())

const writer = (url = fake.url) =>
  createBulkWrite({
    url,
    timeoutMs: 200,
    onCreated: async () => {
      created += 1
    },
  })
const document = (seq: number, more: object = {}): EventDocument => ({
  matchId: 'm',
  seq,
  occurredAt: '2026-05-01T19:00:00.000Z',
  source: 'broadcast',
  type: 'goal-scored',
  lane: 'critical',
  sourceEventId: `e${seq}`,
  correlationId: 'c',
  names: 'goal scored Ada',
  teams: '',
  text: '',
  ...more,
})

describe('documents in bulk', () => {
  it('makes the index with its mapping, tells that it is empty, and writes', async () => {
    const write = writer()
    expect(await write([document(1), document(2)])).toEqual({ written: 2, refused: 0 })
    expect(fake.index).toMatchObject({ name: 'touchline-events-v1', mappings: { dynamic: 'strict' } })
    await write([document(2, { names: 'other' })])
    expect(created).toBe(1)
    expect([...fake.documents.keys()]).toEqual(['m:1', 'm:2'])
    expect(fake.documents.get('m:2')).toMatchObject({ names: 'other' })
    await writer()([document(3)])
    expect(created).toBe(1)
  })

  it('counts what is refused for good', async () => {
    expect(await writer()([document(1), document(2, { colour: 'red' })])).toEqual({ written: 1, refused: 1 })
  })

  it('makes an index anew that somebody deleted', async () => {
    const write = writer()
    await write([document(1)])
    fake.index = undefined
    await expect(write([document(2)])).rejects.toBeInstanceOf(OpenSearchAway)
    expect(await write([document(2)])).toEqual({ written: 1, refused: 0 })
    expect(created).toBe(2)
  })

  it.each<Behaviour>([
    { kind: 'hang' },
    { kind: 'cut' },
    { kind: 'babble' },
    { kind: 'slow', ms: 400 },
    { kind: 'answer', status: 503 },
    { kind: 'answer', status: 429 },
    { kind: 'busy', status: 429 },
    { kind: 'busy', status: 503 },
  ])('wants them to come again: %o', async behaviour => {
    const write = writer()
    await write([document(1)])
    fake.behaviour = behaviour
    await expect(write([document(2)])).rejects.toBeInstanceOf(OpenSearchAway)
    fake.behaviour = { kind: 'serve' }
    expect(await write([document(2)])).toEqual({ written: 1, refused: 0 })
  })

  it('sends a password in a header, and tells it to nobody', async () => {
    const url = fake.url.replace('http://', 'http://ann:s3cret%2F@')
    await writer(url)([document(1)])
    expect(fake.calls[0]?.authorization).toBe(`Basic ${Buffer.from('ann:s3cret/').toString('base64')}`)
    fake.behaviour = { kind: 'answer', status: 401, error: 'security_exception' }
    const error = await writer(url)([document(1)]).catch((fault: unknown) => fault)
    expect(error).toMatchObject({ message: 'OpenSearch answered 401, security_exception' })
    expect(JSON.stringify(error)).not.toContain('s3cret')
  })
})

import type { EventDocument } from '@touchline/db'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBulkWrite } from './bulk-write.ts'
import { OpenSearchAway } from './caller.ts'
import { type Behaviour, type OpenSearchFront, openFront } from './testing/opensearch-front.ts'
import { nameTestIndex, type TestIndex } from './testing/test-index.ts'

let front: OpenSearchFront
let index: TestIndex
let created = 0
beforeEach(async () => {
  front = await openFront()
  index = nameTestIndex()
  created = 0
})
afterEach(async () => {
  await index.drop()
  await front.close()
})

const writer = (more: { url?: string; timeoutMs?: number } = {}) =>
  createBulkWrite({
    url: front.url,
    alias: index.alias,
    onCreated: async () => {
      created += 1
    },
    ...more,
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
    expect(await index.definition()).toMatchObject({
      [`${index.alias}-v2`]: { mappings: { dynamic: 'strict', properties: { seq: { type: 'integer' } } } },
    })
    await write([document(2, { names: 'other' })])
    expect(created).toBe(1)
    const held = await index.documents()
    expect([...held.keys()]).toEqual(['m:1', 'm:2'])
    expect(held.get('m:2')).toEqual(document(2, { names: 'other' }))
    await writer()([document(3)])
    expect(created).toBe(1)
  })

  it('counts what is refused for good', async () => {
    expect(await writer()([document(1), document(2, { colour: 'red' })])).toEqual({ written: 1, refused: 1 })
  })

  it('makes an index anew that somebody deleted', async () => {
    const write = writer()
    await write([document(1)])
    await index.drop()
    await expect(write([document(2)])).rejects.toBeInstanceOf(OpenSearchAway)
    expect(await write([document(2)])).toEqual({ written: 1, refused: 0 })
    expect(created).toBe(2)
    expect([...(await index.documents()).keys()]).toEqual(['m:2'])
  })

  it.each<Behaviour>([
    { kind: 'hang' },
    { kind: 'cut' },
    { kind: 'babble' },
    { kind: 'slow', ms: 1_500 },
    { kind: 'answer', status: 503 },
    { kind: 'answer', status: 429 },
    { kind: 'busy', status: 429 },
    { kind: 'busy', status: 503 },
  ])('wants them to come again: %o', async behaviour => {
    await writer()([document(1)])
    const write = writer({ timeoutMs: 1_000 })
    front.behaviour = behaviour
    await expect(write([document(2)])).rejects.toBeInstanceOf(OpenSearchAway)
    front.behaviour = { kind: 'pass' }
    expect(await write([document(2)])).toEqual({ written: 1, refused: 0 })
  })

  it('sends a password in a header, and tells it to nobody', async () => {
    const url = front.url.replace('http://', 'http://ann:s3cret%2F@')
    await writer({ url })([document(1)])
    expect(front.calls[0]?.authorization).toBe(`Basic ${Buffer.from('ann:s3cret/').toString('base64')}`)
    front.behaviour = { kind: 'answer', status: 401, error: 'security_exception' }
    const error = await writer({ url })([document(1)]).catch((fault: unknown) => fault)
    expect(error).toMatchObject({ message: 'OpenSearch answered 401, security_exception' })
    expect(JSON.stringify(error)).not.toContain('s3cret')
  })
})

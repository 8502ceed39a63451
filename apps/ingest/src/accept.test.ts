import { logHeaders, sourceEventSchemas } from '@touchline/contracts'
import { bytesId } from '@touchline/contracts/identity'
import { expect, it } from 'vitest'
import { type Arrival, judge } from './accept.ts'

const receivedAt = '2026-05-01T19:00:01.000Z'
const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
const reading = {
  matchId: 'derby-1',
  sourceEventId: 'ball-1',
  type: 'ball-tracked',
  occurredAt: '2026-05-01T19:00:00Z',
  payload: { x: 0.1, y: 0.2, speedMps: 3, unknown: 'dropped' },
  unknown: 'dropped',
}
const rawOf = (items: readonly unknown[]) => (index: number) => ({
  bytes: Buffer.from(JSON.stringify(items[index]) ?? ''),
})
const arrivalOf = (items: readonly unknown[]): Arrival => ({
  source: 'sensor',
  provider: 'north',
  traceparent,
  items,
  rawOf: rawOf(items),
})

it('an accepted event stands in the log as its topic promises', () => {
  const { records, outcomes, deadLetters } = judge(arrivalOf([reading]), receivedAt)
  const [record] = records
  const value = JSON.parse(Buffer.from(record?.value ?? []).toString())
  expect(sourceEventSchemas.sensor.parse(value)).toEqual(value)
  expect(value).toMatchObject({ source: 'sensor', provider: 'north', ingestedAt: receivedAt })
  expect(value).not.toHaveProperty('unknown')
  expect(record?.key).toBe('derby-1')
  const [outcome] = outcomes
  expect(outcome).toMatchObject({ status: 'accepted', sourceEventId: 'ball-1' })
  expect(record?.headers).toEqual({
    [logHeaders.correlationId]: outcome?.status === 'accepted' ? outcome.correlationId : '',
    [logHeaders.traceparent]: traceparent,
    [logHeaders.schema]: 'sensor-events/1',
    [logHeaders.lane]: 'normal',
  })
  expect(deadLetters).toEqual([])
})

it('a critical event also becomes a copy that tells its source, with the same key and bytes', () => {
  const sent = (type: string, sourceEventId: string, payload: object) => ({
    ...reading,
    type,
    sourceEventId,
    payload,
  })
  const items = [
    sent('pass-made', 'ev-1', { team: 'home' }),
    sent('goal-scored', 'ev-2', { team: 'home' }),
    sent('card-shown', 'ev-3', { team: 'away', card: 'plaid' }),
    sent('match-ended', 'ev-4', {}),
  ]
  const arrival = { source: 'broadcast', provider: 'acme', traceparent, items } as const
  const { records, criticalCopies } = judge(arrival, receivedAt)
  expect(records.map(record => record.headers[logHeaders.lane])).toEqual(['normal', 'critical', 'critical'])
  const critical = records.slice(1)
  expect(criticalCopies).toEqual(
    critical.map(record => ({ ...record, headers: { ...record.headers, [logHeaders.source]: 'broadcast' } })),
  )
  expect(critical[0]?.headers).not.toHaveProperty(logHeaders.source)
})

it('social posts are of the low lane', () => {
  const post = { ...reading, type: 'post-published', payload: { author: 'Sam', text: 'Hello' } }
  const { records, criticalCopies } = judge({ ...arrivalOf([post]), source: 'social' }, receivedAt)
  expect(records[0]?.headers[logHeaders.lane]).toBe('low')
  expect(criticalCopies).toEqual([])
})

it('gives each event a correlation id of its own', () => {
  const { outcomes } = judge(arrivalOf([reading, reading]), receivedAt)
  const ids = outcomes.map(outcome => outcome.status === 'accepted' && outcome.correlationId)
  expect(new Set(ids).size).toBe(2)
})

it('one bad item becomes a dead letter and its neighbours go in, in order', () => {
  const items = [
    reading,
    { ...reading, payload: { x: 'secret-value' } },
    { ...reading, sourceEventId: 'ball-3' },
  ]
  const { records, outcomes, deadLetters } = judge(arrivalOf(items), receivedAt)
  expect(outcomes.map(outcome => outcome.status)).toEqual(['accepted', 'refused', 'accepted'])
  expect(records).toHaveLength(2)
  const [letter] = deadLetters
  const bytes = Buffer.from(JSON.stringify(items[1]))
  expect(Buffer.from(letter?.value ?? [])).toEqual(bytes)
  expect(letter?.key).toBe('derby-1')
  expect(letter?.headers).toMatchObject({
    [logHeaders.provider]: 'north',
    [logHeaders.errorCode]: 'schema-mismatch',
    [logHeaders.sourceEventId]: bytesId('north', bytes),
    [logHeaders.receivedAt]: receivedAt,
  })
  const message = letter?.headers[logHeaders.errorMessage]
  expect(message).toContain('payload.x')
  expect(message).not.toContain('secret-value')
})

it.each([[null], ['text'], [{ matchId: '../etc' }], [{ matchId: 7 }], [[]]])(
  'a dead letter without a usable match id has a key that is none: %j',
  item => {
    const { deadLetters } = judge(arrivalOf([item]), receivedAt)
    expect(deadLetters[0]?.key).toBe('~north')
  },
)

it('what cannot be kept as bytes is refused without a dead letter', () => {
  const { rawOf: _, ...arrival } = arrivalOf([null])
  const { deadLetters, outcomes } = judge(arrival, receivedAt)
  expect(deadLetters).toEqual([])
  expect(outcomes).toMatchObject([{ status: 'refused', code: 'schema-mismatch' }])
})

it('no source can take the id of a correction of ours', () => {
  const { outcomes, records } = judge(arrivalOf([{ ...reading, sourceEventId: 'correction:7' }]), receivedAt)
  expect(records).toEqual([])
  expect(outcomes).toMatchObject([{ status: 'refused', faults: [{ path: 'sourceEventId' }] }])
})

import { logHeaders, sourceEventSchemas } from '@touchline/contracts'
import { bytesId } from '@touchline/contracts/identity'
import { compareVersions, implausibility, versionOf } from '@touchline/match'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Arrival, judge } from './accept.ts'
import { wildEvent } from './testing/wild-event.ts'

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

describe('what can not be true', () => {
  const refusals: [string, object, string, string][] = [
    ['coordinates in yards', { payload: { ...reading.payload, x: 88 } }, 'implausible-value', 'payload.x'],
    ['a ninth period', { clock: { period: 9, seconds: 0 } }, 'implausible-value', 'clock.period'],
    ['seconds before the start', { clock: { period: 1, seconds: -5 } }, 'implausible-value', 'clock.seconds'],
    ['the future', { occurredAt: '2026-05-01T19:00:21.000Z' }, 'implausible-time', 'occurredAt'],
    ['the year 1', { occurredAt: '0001-01-01T00:00:00Z' }, 'schema-mismatch', 'occurredAt'],
    [
      'an offset that leaves the calendar',
      { occurredAt: '9999-12-31T23:59:59-14:00' },
      'schema-mismatch',
      'occurredAt',
    ],
  ]
  it.each(refusals)('%s: refused with its path and the rule, and kept', (_, more, code, path) => {
    const { outcomes, records, deadLetters } = judge(arrivalOf([{ ...reading, ...more }]), receivedAt)
    expect(records).toEqual([])
    const faults = [{ path, message: expect.stringContaining('must') }]
    expect(outcomes).toMatchObject([{ status: 'refused', code, faults }])
    expect(deadLetters[0]?.headers).toMatchObject({ [logHeaders.errorCode]: code })
    expect(deadLetters[0]?.headers[logHeaders.errorMessage]).toContain(path)
  })

  it('is nothing that was accepted: the topic and the processor take it', () => {
    let accepted = 0
    const skew = fc.integer({ min: -300_000, max: 300_000 })
    fc.assert(
      fc.property(fc.array(wildEvent, { maxLength: 4 }), skew, (items, skewMs) => {
        const arrival = { source: 'broadcast', provider: 'acme', traceparent, items, skewMs } as const
        for (const { value } of judge(arrival, receivedAt).records) {
          const event = sourceEventSchemas.broadcast.parse(JSON.parse(Buffer.from(value).toString()))
          expect(implausibility(event, Date.parse(receivedAt) - 20_000)).toBeUndefined()
          accepted += 1
        }
      }),
      { numRuns: 500 },
    )
    expect(accepted).toBeGreaterThan(0)
  })
})

describe("a provider's clock that differs", () => {
  const shifted = (event: object, skewMs: number) => {
    const { records, outcomes } = judge({ ...arrivalOf([event]), skewMs }, receivedAt)
    return {
      outcomes,
      record: records[0],
      event: records[0] && JSON.parse(Buffer.from(records[0].value).toString()),
    }
  }

  it('is corrected before the event is judged, and the record says by how much', () => {
    const fast = { ...reading, occurredAt: '2026-05-01T19:00:20.500Z' }
    expect(shifted(fast, 0).outcomes).toMatchObject([{ code: 'implausible-time' }])
    const { event, record } = shifted(fast, 20_000)
    expect(event.occurredAt).toBe('2026-05-01T19:00:00.500Z')
    expect(record?.headers[logHeaders.clockSkewMs]).toBe('20000')
    const slow = { ...reading, occurredAt: '2026-05-01T20:59:00+02:00' }
    expect(shifted(slow, -60_000).event.occurredAt).toBe('2026-05-01T19:00:00.000Z')
    expect(shifted(reading, 0).record?.headers).not.toHaveProperty(logHeaders.clockSkewMs)
  })

  it('does not change the id that stands for what was sent', () => {
    const { sourceEventId: _, ...anonymous } = reading
    const ids = [0, 20_000, 21_000].map(skewMs => shifted(anonymous, skewMs).event.sourceEventId)
    expect(new Set(ids).size).toBe(1)
  })
})

it('an id that comes several times at once is told in order, and never of the future', () => {
  const items = [
    reading,
    { ...reading, sourceEventId: 'other' },
    ...Array.from({ length: 900 }, () => reading),
  ]
  const { records } = judge(arrivalOf(items), receivedAt)
  const events = records.map(({ value }) =>
    sourceEventSchemas.sensor.parse(JSON.parse(Buffer.from(value).toString())),
  )
  expect(new Set(events.map(({ ingestedAt }) => ingestedAt))).toEqual(new Set([receivedAt]))
  expect(events.map(({ toldIndex }) => toldIndex ?? 0)).toEqual([
    0,
    0,
    ...Array.from({ length: 900 }, (_, n) => n + 1),
  ])
})

it('a document that is told again by a skew measured anew is the same, and a time that was moved is not', () => {
  const told = (occurredAt: string, skewMs: number) => {
    const arrival = { source: 'broadcast', provider: 'acme', traceparent, skewMs } as const
    const pass = { ...reading, type: 'pass-made', payload: { team: 'home' }, occurredAt }
    const [record] = judge({ ...arrival, items: [pass] }, receivedAt).records
    return versionOf(
      sourceEventSchemas.broadcast.parse(JSON.parse(Buffer.from(record?.value ?? []).toString())),
    )
  }
  const stands = told('2026-05-01T18:59:00.1239Z', -30_400)
  for (const skewMs of [0, -29_700, 20_000]) {
    expect(compareVersions(told('2026-05-01T18:59:00.1239Z', skewMs), stands)).toBe('same')
    expect(compareVersions(told('2026-05-01T18:59:00.200Z', skewMs), stands)).not.toBe('same')
  }
})

it('ids that a partner declares global are stamped so', () => {
  const { records } = judge({ ...arrivalOf([reading]), idScope: 'global' }, receivedAt)
  const value = JSON.parse(Buffer.from(records[0]?.value ?? []).toString())
  expect(sourceEventSchemas.sensor.parse(value)).toMatchObject({ idScope: 'global' })
})

it('a withdrawal needs its match and id alone, and is critical', () => {
  const withdrawal = { matchId: 'derby-1', sourceEventId: 'ev-1', deleted: true }
  const arrival = { source: 'broadcast', provider: 'acme', traceparent } as const
  const { records, outcomes } = judge(
    { ...arrival, items: [withdrawal, { ...withdrawal, sourceEventId: undefined }] },
    receivedAt,
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'refused'])
  const value = JSON.parse(Buffer.from(records[0]?.value ?? []).toString())
  expect(value).toMatchObject({ type: 'event-withdrawn', occurredAt: receivedAt, payload: {} })
})

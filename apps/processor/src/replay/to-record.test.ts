import { sensorEventSchema } from '@touchline/contracts'
import { stableId } from '@touchline/contracts/identity'
import type { ReplayLetter } from '@touchline/db'
import { expect, it } from 'vitest'
import { toRecord } from './to-record.ts'

const sent = {
  matchId: 'm',
  type: 'crowd-noise-measured',
  occurredAt: '2026-05-01T19:00:00.000Z',
  payload: { decibels: 90 },
}
const letter = (raw: unknown, fields: Partial<ReplayLetter> = {}): ReplayLetter => ({
  letterId: '7',
  state: 'dead',
  stage: 'ingest',
  source: 'sensor',
  sourceEventId: 'hash',
  provider: 'north',
  matchId: 'm',
  originAt: new Date('2026-05-01T19:00:01.000Z'),
  correlationId: 'c',
  traceparent: '',
  schemaVersion: '',
  raw: Buffer.from(typeof raw === 'string' ? raw : JSON.stringify(raw)),
  edited: null,
  newSourceEventId: null,
  ...fields,
})
const madeOf = (one: ReplayLetter): unknown =>
  JSON.parse(Buffer.from(toRecord('3', one).record.value).toString())

it('makes of what the door refused what the door would make of it now', () => {
  const { topic, record } = toRecord('3', letter(sent))
  expect(topic).toBe('sensor-events')
  expect(record).toMatchObject({
    key: 'm',
    headers: { 'replay-id': '3', 'dead-letter-id': '7', schema: 'sensor-events/1' },
  })
  const id = stableId('sensor', 'north', sent as Parameters<typeof stableId>[2])
  expect(sensorEventSchema.parse(madeOf(letter(sent)))).toMatchObject({
    sourceEventId: id,
    provider: 'north',
  })
})

it('leaves of what is still at fault its own faults alone', () => {
  const parsed = sensorEventSchema.safeParse(madeOf(letter({ ...sent, payload: { decibels: 'loud' } })))
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['payload.decibels'])
})

it('gives a corrected event its new id, and says what it came from', () => {
  const edited = Buffer.from(JSON.stringify(sent))
  const corrected = letter('{"half', { edited, newSourceEventId: 'hash~3' })
  expect(madeOf(corrected)).toMatchObject({ sourceEventId: 'hash~3', payload: { decibels: 90 } })
  expect(toRecord('3', corrected).record.headers['derived-from']).toBe('sensor/hash')
})

it('sends what died after the door, or can not be read, as it was', () => {
  const stored = { ...sent, source: 'sensor', sourceEventId: 'x', provider: 'p', ingestedAt: sent.occurredAt }
  expect(madeOf(letter(stored, { stage: 'enrich' }))).toEqual(stored)
  expect(Buffer.from(toRecord('3', letter('{"half')).record.value).toString()).toBe('{"half')
})

it('keeps of a corrected event what ingest had added to it, and takes none of that from elsewhere', () => {
  const added = { toldAt: sent.occurredAt, toldIndex: 2, clockSkewMs: 20_000, idScope: 'global' }
  const stamp = { source: 'sensor', sourceEventId: 'x', provider: 'north', ingestedAt: sent.occurredAt }
  const stored = { ...sent, ...stamp, ...added }
  const editedAs = (value: object) => Buffer.from(JSON.stringify(value))
  for (const edited of [{ ...stored, payload: { decibels: 80 } }, sent]) {
    const corrected = letter(stored, { stage: 'enrich', edited: editedAs(edited) })
    expect(sensorEventSchema.parse(madeOf(corrected))).toMatchObject(added)
    expect(toRecord('3', corrected).record.headers['clock-skew-ms']).toBe('20000')
  }
  const untrue = { ...stored, clockSkewMs: 'none', toldAt: 'soon', payload: { decibels: 'loud' } }
  const repaired = letter(untrue, { stage: 'enrich', edited: editedAs(sent) })
  expect(sensorEventSchema.parse(madeOf(repaired))).toMatchObject({ toldIndex: 2, idScope: 'global' })
  expect(toRecord('3', letter(stored, { stage: 'enrich' })).record.headers['clock-skew-ms']).toBe('20000')
  for (const edited of [null, editedAs({ ...sent, ...added })]) {
    const claimed = letter({ ...sent, ...added }, { edited })
    expect(madeOf(claimed)).not.toHaveProperty('idScope')
    expect(toRecord('3', claimed).record.headers).not.toHaveProperty('clock-skew-ms')
  }
})

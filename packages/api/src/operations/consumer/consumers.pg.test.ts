import { defaultOverloadPolicy } from '@touchline/contracts'
import { saveStageReport } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { setOverloadPolicy } from '../overload/set.ts'
import { listConsumers } from './list.ts'
import { pauseAConsumer, pauseConsumerInput } from './pause.ts'
import { previewConsumer } from './preview.ts'
import { resetAConsumer } from './reset.ts'
import { resumeAConsumer } from './resume.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(
    'truncate consumer_controls, consumer_resets, stage_reports, checkpoints, accounts, matches, gateway_watermarks, controls',
  )
})

const actor = (role: Actor['role']): Actor => ({ id: 'ann', name: 'ann@example.com', role, via: 'console' })
const operator = actor('operator')
const admin = actor('admin')
const sensor = { consumer: 'processor', topic: 'sensor-events' }
const critical = { consumer: 'processor-critical', topic: 'critical-events' }
const aggregation = { consumer: 'aggregation', topic: '' }
const now = () => new Date()
const audited = async () => {
  const [last] = await test.database.prisma.auditEntry.findMany({ orderBy: { id: 'desc' }, take: 1 })
  return last
}
const counted = () => test.database.prisma.auditEntry.count()
const seen = async (topic: string) => {
  const listed = await listConsumers(test.database, now())
  return listed.ok ? listed.value.items.find(item => item.topic === topic) : undefined
}
const report = () =>
  saveStageReport(test.database, {
    ...{ stage: 'processor', instance: 'p', reportedAt: new Date().toISOString() },
    rates: { 'handledPerSecond.sensor-events': 40 },
    gauges: {
      'lagRecords.sensor-events': 10,
      'lagSeconds.sensor-events': 1,
      'end.sensor-events.0': 100,
      'end.sensor-events.1': 50,
    },
  })
const ingestReport = () =>
  saveStageReport(test.database, {
    ...{ stage: 'ingest', instance: 'i', reportedAt: new Date().toISOString(), gauges: {} },
    rates: { 'acceptedPerSecond.sensor': 20 },
  })
const addMatch = async (matchId: string) => {
  const { pool } = test.database
  await pool.query(`insert into matches (match_id, last_seq, state) values ($1, 12, '{}')`, [matchId])
  await pool.query(`insert into accounts (topic, match_id) values ('sensor-events', $1)`, [matchId])
}

describe('the list', () => {
  it('tells how far each topic is from the end of retention, of the process that is nearest', async () => {
    const reportedAt = new Date().toISOString()
    const gauges = (records: number, seconds: number, near: number) => ({
      'headroomRecords.sensor-events': records,
      'headroomSeconds.sensor-events': seconds,
      'nearRetention.sensor-events': near,
    })
    const say = (instance: string, its: Record<string, number>) =>
      saveStageReport(test.database, { stage: 'processor', instance, reportedAt, rates: {}, gauges: its })
    await say('o', { 'nearRetention.sensor-events': 0 })
    expect(await seen('sensor-events')).toMatchObject({
      retention: { headroomRecords: null, headroomSeconds: null, nearPartitions: 0 },
    })
    await say('p', gauges(500, 7_200, 0))
    expect(await seen('sensor-events')).toMatchObject({
      retention: { headroomRecords: 500, headroomSeconds: 7_200, nearPartitions: 0 },
    })
    await say('q', gauges(40, 90, 1))
    expect(await seen('sensor-events')).toMatchObject({
      retention: { headroomRecords: 40, headroomSeconds: 90, nearPartitions: 1 },
    })
    expect(await seen('social-events')).toMatchObject({ retention: null })
    expect(await seen('')).toMatchObject({ retention: null })
  })
})

describe('a pause', () => {
  it('holds for its minutes, is told of, audited, and can be ended', async () => {
    await report()
    expect(await seen('sensor-events')).toMatchObject({ state: 'running', pause: null, lagRecords: 10 })
    const paused = await pauseAConsumer(test.database, { ...sensor, minutes: 10, reason: 'noise' }, operator)
    expect(paused).toMatchObject({ ok: true, value: { reason: 'noise', changedBy: 'ann@example.com' } })
    expect(await seen('sensor-events')).toMatchObject({ state: 'paused', pause: { by: 'ann@example.com' } })
    expect(await seen('social-events')).toMatchObject({ state: 'running' })
    expect(await audited()).toMatchObject({
      ...{ action: 'consumer.pause', subjectId: 'processor/sensor-events', reason: 'noise' },
      details: { minutes: 10, until: expect.any(String) },
    })
    expect(await resumeAConsumer(test.database, sensor, operator)).toMatchObject({ ok: true })
    expect(await audited()).toMatchObject({ action: 'consumer.resume' })
    expect(await seen('sensor-events')).toMatchObject({ state: 'running', pause: null })
    const before = await counted()
    expect(await resumeAConsumer(test.database, sensor, operator)).toEqual({
      ok: false,
      code: 'state-conflict',
    })
    expect(await counted()).toBe(before)
  })

  it("of the critical copies is an admin's, and short", async () => {
    const asked = { ...critical, minutes: 5, reason: 'r' }
    expect(await pauseAConsumer(test.database, asked, operator)).toEqual({ ok: false, code: 'forbidden' })
    expect(await pauseAConsumer(test.database, { ...asked, minutes: 6 }, admin)).toMatchObject({
      code: 'invalid-input',
      faults: [{ path: 'minutes' }],
    })
    expect(await test.database.prisma.consumerControl.count()).toBe(0)
    expect(await pauseAConsumer(test.database, asked, admin)).toMatchObject({ ok: true })
  })

  it('is refused to what is no consumer, without a reason, and for too long', () => {
    const good = { ...sensor, minutes: 60, reason: 'r' }
    expect(pauseConsumerInput.safeParse(good).success).toBe(true)
    for (const wrong of [
      { topic: 'x' },
      { consumer: 'aggregation' },
      { minutes: 61 },
      { minutes: 0 },
      { reason: ' ' },
    ]) {
      expect(pauseConsumerInput.safeParse({ ...good, ...wrong }).success).toBe(false)
    }
  })
})

describe('a preview', () => {
  it('of a pause says how far it would fall behind, and what the policy makes of that', async () => {
    await Promise.all([report(), ingestReport(), addMatch('m1')])
    const previewed = await previewConsumer(
      test.database,
      { ...sensor, change: { kind: 'pause', minutes: 5 } },
      now(),
    )
    expect(previewed).toMatchObject({
      ok: true,
      value: {
        ...{ waitingRecords: 10, arrivingPerSecond: 20, fans: 0 },
        atEnd: { records: 6_010, secondsBehind: 301 },
        matches: [{ matchId: 'm1' }],
      },
    })
    const text = previewed.ok ? previewed.value.sentences.join('\n') : ''
    expect(text).toContain('10 records wait now.')
    expect(text).toContain('about 6,010 records would wait after 5 minutes')
    expect(text).toContain('low-lane records older than 5 s are put off')
    const shedding = { ...defaultOverloadPolicy.low, action: 'shed' as const }
    await setOverloadPolicy(test.database, { ...defaultOverloadPolicy, low: shedding }, admin)
    const again = await previewConsumer(
      test.database,
      { ...sensor, change: { kind: 'pause', minutes: 5 } },
      now(),
    )
    expect(again.ok && again.value.sentences.join('\n')).toContain('dropped for good')
  })

  it('of a reset says from where to where, and how much', async () => {
    await report()
    await test.database.pool.query(`insert into checkpoints (consumer_group, topic, partition, next_offset)
      values ('processor', 'sensor-events', 0, 90), ('processor', 'sensor-events', 1, 50)`)
    const change = { kind: 'reset', target: { kind: 'end' } } as const
    expect(await previewConsumer(test.database, { ...sensor, change }, now())).toMatchObject({
      value: {
        records: 10,
        confirm: 'sensor-events',
        partitions: [
          { partition: 0, fromOffset: 90, toOffset: 100, records: 10 },
          { partition: 1, fromOffset: 50, toOffset: 50, records: 0 },
        ],
      },
    })
  })

  it('says that it does not know where nobody reports', async () => {
    const previewed = await previewConsumer(
      test.database,
      { ...sensor, change: { kind: 'pause', minutes: 5 } },
      now(),
    )
    expect(previewed).toMatchObject({ value: { waitingRecords: null, atEnd: { records: null } } })
    const change = { kind: 'reset', target: { kind: 'end' } } as const
    const reset = await previewConsumer(test.database, { ...sensor, change }, now())
    expect(reset).toMatchObject({ value: { records: null } })
  })
})

describe('a reset', () => {
  const end = { ...sensor, target: { kind: 'end' } as const, reason: 'r', confirm: 'sensor-events' }

  it('is asked for once, and audited', async () => {
    const asked = await resetAConsumer(test.database, end, admin, now())
    expect(asked).toMatchObject({ ok: true, value: { state: 'pending', target: { kind: 'end' } } })
    expect(await audited()).toMatchObject({ action: 'consumer.reset', subjectId: 'processor/sensor-events' })
    expect(await seen('sensor-events')).toMatchObject({ pendingResetId: expect.any(String) })
    const before = await counted()
    const twice = await resetAConsumer(test.database, end, admin, now())
    expect(twice).toEqual({ ok: false, code: 'state-conflict' })
    expect(await counted()).toBe(before)
  })

  it('is refused unconfirmed, to the future, and to what a consumer has not', async () => {
    const refuse = async (more: object) => {
      const outcome = await resetAConsumer(test.database, { ...end, ...more }, admin, now())
      return outcome.ok ? 'ok' : `${outcome.code} ${outcome.faults?.[0]?.path ?? ''}`.trim()
    }
    const later = new Date(Date.now() + 60_000).toISOString()
    expect(await refuse({ confirm: 'sensor' })).toBe('invalid-input confirm')
    expect(await refuse({ target: { kind: 'time', before: later } })).toBe('invalid-input target.before')
    expect(await refuse({ target: { kind: 'match', matchId: 'm1' } })).toBe('invalid-input target')
    expect(await refuse(aggregation)).toBe('invalid-input target')
    const match = { ...aggregation, target: { kind: 'match', matchId: 'm1' }, confirm: 'm1' }
    expect(await refuse(match)).toBe('match-not-found')
    await addMatch('m1')
    expect(await refuse(match)).toBe('ok')
    expect(await refuse(match)).toBe('state-conflict')
    await addMatch('m2')
    expect(await refuse({ ...match, target: { kind: 'match', matchId: 'm2' }, confirm: 'm2' })).toBe('ok')
  })
})

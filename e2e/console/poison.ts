import { sourceTopics } from '@touchline/contracts'
import type { Database } from '@touchline/db'
import { buryLetters, deadLetter } from '@touchline/db/testing'
import { openEventLog } from '@touchline/streams/open'
import type { TestHouse } from '../house/house.ts'
import { until } from '../house/process.ts'
import { sendWebhook } from '../house/webhook.ts'

const fixture = { home: 'Northgate', away: 'Harbour' }

interface Sent {
  readonly type: string
  readonly payload: object
  readonly sourceEventId?: string
  readonly clock?: { readonly period: number; readonly seconds: number }
  readonly fixture?: object
}

/** Sends events of one match as the partner does; throws unless they are taken. */
export async function play(house: TestHouse, matchId: string, events: readonly Sent[]): Promise<void> {
  const occurredAt = new Date().toISOString()
  const answer = await sendWebhook(
    house,
    events.map((event, place) => ({
      ...{ matchId, occurredAt, fixture, sourceEventId: `${matchId}-${Date.now()}-${place}` },
      ...event,
    })),
  )
  if (!answer.ok) throw new Error(`ingest answered ${answer.status}: ${await answer.text()}`)
}

/** A match that has begun, with good shots before the partner's release. */
export const kickOff = (house: TestHouse, matchId: string): Promise<void> =>
  play(house, matchId, [
    { type: 'period-started', payload: {}, clock: { period: 1, seconds: 0 } },
    { type: 'shot-taken', payload: shot(0.91), clock: { period: 1, seconds: 60 } },
    { type: 'goal-scored', payload: goal(0.93), clock: { period: 1, seconds: 120 } },
  ])

export const shot = (x: number) => ({
  team: 'home',
  player: 'Ada Byron',
  outcome: 'saved',
  start: { x, y: 0.4 },
})
export const goal = (x: number) => ({
  team: 'home',
  player: 'Ada Byron',
  kind: 'open-play',
  start: { x, y: 0.5 },
})

/**
 * A release of ingest that did not judge places let through what the partner sends in per cent of the pitch: one goal
 * and some shots that can't be true. They stand in the log, as no webhook takes them.
 */
export const sendInPerCent = (house: TestHouse, matchId: string, shots: number): Promise<void> =>
  append(house, matchId, [
    {
      ...{ type: 'goal-scored', sourceEventId: `${matchId}-goal-in-per-cent`, payload: goal(88) },
      clock: { period: 1, seconds: 900 },
    },
    ...Array.from({ length: shots }, (_, n) => ({
      ...{ type: 'shot-taken', sourceEventId: `${matchId}-shot-${n}`, payload: shot(60 + n) },
      clock: { period: 1, seconds: 1_000 + n },
    })),
  ])

/** Puts events into the log as they are, past the webhook's judgement. */
export async function append(house: TestHouse, matchId: string, events: readonly Sent[]): Promise<void> {
  const at = new Date().toISOString()
  const log = await openEventLog({
    ...{ databaseUrl: house.databaseUrl, clientId: 'e2e-poison' },
    onError: () => {},
  })
  const stamp = { source: 'broadcast', provider: 'replay', matchId, occurredAt: at, ingestedAt: at, fixture }
  const records = events.map(event => ({
    key: matchId,
    value: Buffer.from(JSON.stringify({ ...stamp, ...event })),
    headers: {},
  }))
  await log.append(sourceTopics.broadcast, records).finally(() => log.close())
}

/** Good passes that died of a database that was away, and would recover now. */
export async function buryInnocents(database: Database, matchId: string, count: number): Promise<void> {
  const at = new Date().toISOString()
  const letters = Array.from({ length: count }, (_, n) => {
    const sourceEventId = `${matchId}-pass-${n}`
    const event = {
      ...{ source: 'broadcast', provider: 'replay', matchId, sourceEventId, type: 'pass-made' },
      ...{ occurredAt: at, ingestedAt: at, payload: { team: 'away', player: 'Grace Murray' } },
      clock: { period: 1, seconds: 1_200 + n },
    }
    return deadLetter({
      ...{ matchId, sourceEventId, provider: 'replay', eventType: 'pass-made', disposition: 'systemic' },
      ...{ errorCode: 'unavailable', errorMessage: 'the database did not answer within 30 s', attempts: 5 },
      evidence: 'a control event failed at the same step',
      originTopic: sourceTopics.broadcast,
      originPartition: 99,
      originAtMs: Date.now(),
      firstFailedAtMs: Date.now(),
      lastFailedAtMs: Date.now(),
      expiresAtMs: Date.now() + 7 * 86_400_000,
      isPublished: true,
      raw: Buffer.from(JSON.stringify(event)),
    })
  })
  await buryLetters(database.pool, letters)
}

/** Waits until so many letters of a match are dead. */
export const untilDead = (database: Database, matchId: string, count: number): Promise<void> =>
  until(async () => {
    const dead = await database.prisma.deadLetter.count({ where: { matchId, state: 'dead' } })
    if (dead < count) throw new Error(`${dead} of ${count} letters are dead`)
  }, 20_000)

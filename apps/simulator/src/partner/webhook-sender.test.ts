import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Door, openDoor, testSecret } from '../testing/door.ts'
import { createWebhookSender, type Retry } from './webhook-sender.ts'

const event = JSON.stringify({
  matchId: 'm',
  sourceEventId: 'm:1',
  type: 'period-started',
  occurredAt: '2026-05-01T19:00:00.000Z',
  payload: {},
})
let door: Door
let retries: Retry[]
beforeEach(async () => {
  door = await openDoor()
  retries = []
})
afterEach(() => door.close())

const sender = (secret = testSecret, patienceMs = 5_000, ingestUrl = door.url) =>
  createWebhookSender({
    ingestUrl,
    partner: { name: 'p', secret },
    patienceMs,
    onRetry: retry => retries.push(retry),
  })
const never = new AbortController().signal

describe('a webhook sender', () => {
  it('is taken by a door that checks signatures', async () => {
    expect(await sender()(event, never)).toEqual({ kind: 'taken', accepted: 1, refused: 0, overRate: 0 })
  })

  it('tells a wrong secret, and does not insist', async () => {
    const wrong = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
    expect(await sender(wrong)(event, never)).toMatchObject({
      kind: 'turned-away',
      status: 401,
      code: 'invalid-signature',
    })
    expect(retries).toEqual([])
  })

  it('says which events of an array were refused', async () => {
    const outcome = await sender()(`[${event},{"bad":1}]`, never)
    expect(outcome).toEqual({
      kind: 'taken',
      accepted: 1,
      refused: 1,
      overRate: 0,
      firstFault: 'event 1: schema-mismatch',
    })
  })

  it('sends again what was over the rate, after Retry-After', async () => {
    door.refusals.push({ status: 207, retryAfter: '1' })
    expect(await sender()(event, never)).toMatchObject({ kind: 'taken', accepted: 1, overRate: 0 })
    expect(retries).toMatchObject([{ reason: '1 events are over the rate' }])
    expect(retries[0]?.waitMs).toBeGreaterThanOrEqual(1_000)
  })

  it('tries again after 429 and 503, not before Retry-After, under the same id', async () => {
    door.refusals.push({ status: 503 }, { status: 429, retryAfter: '1' })
    const startedMs = performance.now()
    expect(await sender()(event, never)).toMatchObject({ kind: 'taken', accepted: 1 })
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(990)
    expect(retries.map(({ reason }) => reason)).toEqual(['it answers 503', 'it answers 429'])
    expect(retries[1]?.waitMs).toBeGreaterThanOrEqual(1_000)
    expect(door.requests).toHaveLength(3)
    expect(new Set(door.requests.map(({ id }) => id)).size).toBe(1)
  })

  it('gives up within its patience, at once if Retry-After is longer', async () => {
    door.refusals.push({ status: 503, retryAfter: '60' })
    expect(await sender(testSecret, 1_000)(event, never)).toMatchObject({
      kind: 'gave-up',
      reason: 'it answers 503',
    })
    expect(retries).toEqual([])
    const startedMs = performance.now()
    const nobody = sender(testSecret, 300, 'http://127.0.0.1:9')
    expect(await nobody(event, never)).toMatchObject({ kind: 'gave-up' })
    expect(performance.now() - startedMs).toBeLessThan(2_000)
  })

  it('stops waiting when it is told to', async () => {
    door.refusals.push({ status: 503, retryAfter: '60' })
    const stop = new AbortController()
    const sending = sender(testSecret, 600_000)(event, stop.signal)
    setTimeout(() => stop.abort(), 20)
    await expect(sending).rejects.toThrow()
  })
})

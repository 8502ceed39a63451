import { type SourceEvent, sourceEventSchemas } from '@touchline/contracts'
import { compareVersions, foldEvents, versionOf } from '@touchline/match'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signedHeaders, signSymmetric } from '../../testing/sign.ts'
import { goal, goals, passes, secret, startWebhook } from '../../testing/webhook-rig.ts'
import { createKnownMessages } from './known-messages.ts'
import { createPartnerMemory } from './partner-memory.ts'

const told = (...changes: object[]) =>
  JSON.stringify(
    changes.map(change => ({ ...JSON.parse(goal), sourceEventId: 'x', clock: undefined, ...change })),
  )
const home = { payload: { team: 'home' } }
const away = { payload: { team: 'away' } }

/** An ingest, and what stands on its topic as a processor would read it. */
async function start() {
  const rig = await startWebhook()
  const stored = async (): Promise<SourceEvent[]> =>
    (await rig.events('broadcast-events')).map(event => sourceEventSchemas.broadcast.parse(event))
  return { ...rig, stored }
}
const scoreOf = (events: readonly SourceEvent[]) => foldEvents(events).state.score

describe('a message that comes again', () => {
  it('byte for byte is told when it was told first, and undoes no correction', async () => {
    const { post, stored } = await start()
    const [first, second] = [told(home), told(away)]
    const [one, two] = [signedHeaders(secret, first), signedHeaders(secret, second)]
    await post(first, one)
    await post(second, two)
    for (const [body, headers] of [
      [first, one],
      [second, two],
      [first, one],
    ] as const) {
      expect((await post(body, headers)).status).toBe(202)
      expect(scoreOf(await stored())).toEqual({ home: 0, away: 1 })
    }
    const events = await stored()
    const again = [0, 1, 0].map(index => compareVersions(versionOf(pick(events, index)), standingIn(events)))
    expect(again).toEqual(['lower', 'same', 'lower'])
  })

  it('signed anew under its id is the same one, with all its versions', async () => {
    const { post, stored } = await start()
    const body = told(home, away)
    const { 'webhook-id': id, 'webhook-timestamp': timestamp } = signedHeaders(secret, body)
    for (const seconds of [0, 5, 9]) {
      const at = String(Number(timestamp) + seconds)
      const signature = signSymmetric(secret, { id, timestamp: at, body })
      const headers = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature }
      await post(body, headers)
    }
    const events = await stored()
    const [first, second] = [versionOf(pick(events, 0)), versionOf(pick(events, 1))]
    expect(compareVersions(second, first)).toBe('higher')
    for (const event of events) expect(compareVersions(versionOf(event), second)).toMatch(/same|lower/)
  })

  it('under an id that another message had is another one', async () => {
    const { post, stored } = await start()
    for (const body of [told(home), told(away), told(home, { payload: { team: 'home', player: 'Kane' } })]) {
      const { 'webhook-timestamp': timestamp } = signedHeaders(secret, body)
      const signature = signSymmetric(secret, { id: 'always', timestamp, body })
      await post(body, {
        'webhook-id': 'always',
        'webhook-timestamp': timestamp,
        'webhook-signature': signature,
      })
    }
    expect(standingIn(await stored()).content?.payload).toEqual({ team: 'home', player: 'Kane' })
  })

  it('after a restart is below what was signed later', async () => {
    const before = await start()
    const [first, second] = [told(home), told(away)]
    const old = signedHeaders(secret, first, Date.now() - 60_000)
    await before.post(first, old)
    await before.post(second, signedHeaders(secret, second, Date.now() - 10_000))
    const after = await start()
    await after.post(first, old)
    const events = [...(await before.stored()), ...(await after.stored())]
    expect(scoreOf(events)).toEqual({ home: 0, away: 1 })
    expect(compareVersions(versionOf(pick(events, 2)), versionOf(pick(events, 0)))).toBe('same')
  })
})

it('a message that is not remembered is never above one that was signed in a later second: a law', () => {
  const nowMs = 1_777_662_000_000
  const delay = fc.nat({ max: 300_000 })
  fc.assert(
    fc.property(fc.nat({ max: 999 }), fc.nat({ max: 60_000 }), delay, delay, (at, apart, lateMs, againMs) => {
      const [first, second] = [nowMs + at, nowMs + 1_000 + apart]
      const toldAt = (signedMs: number, cameMs: number) => {
        const timestamp = String(Math.floor(signedMs / 1_000))
        const message = { partner: 'acme', id: 'm', timestamp, body: Buffer.of(1) }
        return createKnownMessages({ entries: 2, entriesPerPartner: 2 }).toldAtMs(message, cameMs)
      }
      const held = toldAt(second, second + lateMs)
      expect(toldAt(first, second + lateMs + againMs)).toBeLessThanOrEqual(held)
      expect(toldAt(first, first)).toBe(first)
    }),
  )
})

it('a document of a slow partner that is sent again after a restart changes nothing', async () => {
  const slow = () => Date.now() - 30_000
  const at = (seconds: number) => ({ occurredAt: new Date(slow() - 900_000 + seconds * 1_000).toISOString() })
  const events = [
    { ...at(100), ...home, sourceEventId: 'g1' },
    { ...at(110), sourceEventId: 'v', type: 'score-corrected', payload: { home: 0, away: 0 } },
    { ...at(125), ...home, sourceEventId: 'g2' },
  ]
  const before = await start()
  for (let n = 0; n < 3; n += 1)
    await before.post(told(...events), signedHeaders(secret, told(...events), slow()))
  const after = await start()
  const more = told(...events, { ...at(130), ...home, sourceEventId: 'g3' })
  await after.post(more, signedHeaders(secret, more, slow()))
  const [first, again] = [await before.stored(), await after.stored()]
  events.forEach((_, index) => {
    expect(compareVersions(versionOf(pick(again, index)), versionOf(pick(first, index)))).toMatch(
      /same|retold/,
    )
  })
  for (const event of [...first, ...again])
    expect(Math.abs((event.clockSkewMs ?? 0) + 30_000)).toBeLessThan(2_000)
  const apartMs = (a: SourceEvent, b: SourceEvent) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt)
  expect(Math.abs(apartMs(pick(again, 3), pick(first, 2)) - 5_000)).toBeLessThan(2_000)
  expect(scoreOf([...first, ...again])).toEqual({ home: 2, away: 0 })
})

describe('the ceiling of the critical lane', () => {
  const limits = { matchCriticalPerSecond: 0.001, matchCriticalBurst: 20 }
  const numbered = (body: string, more: object) =>
    JSON.stringify(JSON.parse(body).map((event: object) => ({ ...event, ...more })))

  it('does not count what was accepted as it is, however often a document is sent, and holds for new ids', async () => {
    const { post } = await startWebhook(limits)
    const document = JSON.stringify([...JSON.parse(goals(15)), ...JSON.parse(passes(15))])
    for (let n = 0; n < 5; n += 1) expect((await post(document)).status).toBe(202)
    expect((await post(goals(5).replaceAll('goal-scored-', 'late-'))).status).toBe(202)
    expect((await post(numbered(goals(1), { sourceEventId: 'new' }))).status).toBe(429)
    expect((await post(document)).status).toBe(202)
  })

  it('counts another version, and what was refused before', async () => {
    const { post } = await startWebhook(limits)
    expect((await post(goals(10))).status).toBe(202)
    expect((await post(numbered(goals(10), away))).status).toBe(202)
    expect((await post(goals(10))).status).toBe(429)
    expect((await post(goals(10))).status).toBe(429)
    expect((await post(numbered(goals(10), away))).status).toBe(202)
  })

  it('is not passed by the same event sent over and over: that counts against the rate', async () => {
    const { post } = await startWebhook(limits, { eventsPerSecond: 1, burstFactor: 10 })
    const statuses = []
    for (let n = 0; n < 40; n += 1) statuses.push((await post(goals(1))).status)
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 202))
    expect(statuses.at(-1)).toBe(429)
  })
})

it('what is remembered is bounded, for a partner and in all, and the heaviest forgets first', () => {
  const use = fc.array(fc.tuple(fc.constantFrom('a', 'a', 'a', 'b', 'c'), fc.nat(30)), { maxLength: 200 })
  fc.assert(
    fc.property(use, uses => {
      const memory = createPartnerMemory<number>({ entries: 20, entriesPerPartner: 12 })
      for (const [index, [partner, key]] of uses.entries()) memory.set(partner, String(key), index)
      const kept = (partner: string) =>
        Array.from({ length: 31 }, (_, key) => memory.get(partner, String(key))).filter(
          value => value !== undefined,
        ).length
      expect(Math.max(...['a', 'b', 'c'].map(kept))).toBeLessThanOrEqual(12)
      expect(kept('a') + kept('b') + kept('c')).toBeLessThanOrEqual(20)
      const [partner, key] = uses.at(-1) ?? ['a', 0]
      expect(memory.get(partner, String(key))).toBe(uses.length > 0 ? uses.length - 1 : undefined)
    }),
  )
})

function pick<T>(list: readonly T[], index: number): T {
  const one = list[index]
  if (!one) throw new Error(`there is no ${index}`)
  return one
}

/** The highest version of all. */
const standingIn = (events: readonly SourceEvent[]) =>
  events.map(versionOf).reduce((held, sent) => (compareVersions(sent, held) === 'higher' ? sent : held))

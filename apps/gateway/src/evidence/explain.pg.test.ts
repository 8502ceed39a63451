import { type Explanation, explainDelivery, explainDeliveryInput } from '@touchline/api'
import { formatPosition, type Identity } from '@touchline/contracts'
import { addToOutbox, inTransaction, saveGatewayWatermarks, saveRelayWatermarks } from '@touchline/db'
import { buryLetters, deadLetter } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { seatFan } from '../testing/fan.ts'
import { openHouse, type TestHouse } from '../testing/house.ts'
import { testMatch } from '../testing/match-events.ts'
import { createFeedJournal } from './create-feed-journal.ts'
import type { FeedBeginning, FeedJournal } from './feed-journal.ts'

let house: TestHouse
let journal: FeedJournal
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())
beforeEach(async () => {
  await house.database.database.pool.query(
    'truncate matches, match_events, outbox, relay_watermarks, gateway_watermarks, feed_sessions, feed_omissions',
  )
  const { database } = house.database
  journal = createFeedJournal({ database, instance: 'g1', onError: () => {} })
})

const ann: Identity = { kind: 'fan', fanId: 'ann', sessionId: 's', tier: 'free', expiresAtMs: 0 }
const feed = (connectionId: string, seq: number, more: Partial<FeedBeginning> = {}) =>
  journal.began({
    connectionId,
    transport: 'socket',
    identity: ann,
    matchId: testMatch,
    lanes: [],
    delaySeconds: 0,
    after: { epoch: 1, seq },
    ...more,
  })
const explain = async (event: object, who: object = { fan: 'ann' }): Promise<Explanation> => {
  const outcome = await explainDelivery(
    house.database.database,
    explainDeliveryInput.parse({ ...who, event }),
    new Date(),
  )
  if (!outcome.ok) throw new Error('it always tells something')
  return outcome.value
}
const place = (seq: number) => ({ matchId: testMatch, position: `1:${seq}` })
const sentOn = (seq: number) =>
  inTransaction(house.database.database.pool, tx =>
    saveRelayWatermarks(tx, [{ matchId: testMatch, epoch: 1, firstSeq: 1, lastSeq: seq }]),
  )
const at = (seq: number) => ({ epoch: 1, seq })

describe('why a fan did or did not get an event', () => {
  it('tells what was given after a connection was cut, and what on which one', async () => {
    await house.store(30)
    await sentOn(30)
    feed('c1', 5).ended('lost', at(12))
    feed('c2', 12).ended('left', at(30))
    await journal.close()
    const first = await explain(place(10))
    expect(first).toMatchObject({
      verdict: 'delivered',
      event: { matchId: testMatch, epoch: 1, seq: 10 },
      sessions: [
        { connectionId: 'c1', verdict: 'delivered' },
        { connectionId: 'c2', verdict: 'began-after' },
      ],
    })
    const resumed = await explain(place(20))
    expect(resumed).toMatchObject({
      verdict: 'delivered',
      sessions: [
        { connectionId: 'c1', verdict: 'ended-before', text: 'it ended (lost) with 1:12 written last' },
        { connectionId: 'c2', verdict: 'delivered' },
      ],
    })
    expect(resumed.facts.map(fact => fact.at)).toEqual(resumed.facts.map(fact => fact.at).toSorted())
    expect(resumed.facts.map(fact => fact.text).join('\n')).toMatch(/stored as derby-1 1:20.*\n.*relay/s)
    expect(await explain(place(10), { connectionId: 'c2' })).toMatchObject({ verdict: 'began-after' })
    const byId = await explain({ source: 'broadcast', sourceEventId: `${testMatch}-1-20` })
    expect(byId).toMatchObject({ verdict: 'delivered', event: { seq: 20 } })
  })

  it('tells of what was left out, filtered, held back, cut off and never asked for', async () => {
    await house.store(30)
    await sentOn(30)
    const slow = feed('slow', 5)
    slow.omitted({ epoch: 1, afterSeq: 9, upToSeq: 11, kind: 'low' })
    slow.ended('left', at(30))
    feed('lane', 5, { identity: { ...ann, fanId: 'bob' }, lanes: ['critical'] })
    feed('behind', 5, { identity: { ...ann, fanId: 'cat' }, delaySeconds: 60 })
    feed('gone', 5, { identity: { ...ann, fanId: 'dan' } }).ended('lost', at(9))
    feed('key', 30, { identity: { kind: 'anonymous', tier: 'free' } })
    await journal.close()
    const told = async (fan: string, seq: number) => {
      const { verdict, text } = await explain(place(seq), { fan })
      return { verdict, text }
    }
    expect(await told('ann', 10)).toMatchObject({
      verdict: 'left-out',
      text: expect.stringContaining('10 to 11'),
    })
    expect(await told('ann', 12)).toMatchObject({ verdict: 'delivered' })
    expect(await told('bob', 10)).toMatchObject({ verdict: 'not-asked-for' })
    expect(await told('cat', 10)).toMatchObject({ verdict: 'held-back' })
    expect(await told('dan', 10)).toMatchObject({
      verdict: 'ended-before',
      text: expect.stringContaining('has not come back since'),
    })
    expect(await told('eve', 10)).toMatchObject({ verdict: 'not-followed' })
    feed('back', 20, { identity: { ...ann, fanId: 'dan' } })
    await journal.close()
    expect(await told('dan', 10)).toMatchObject({
      verdict: 'ended-before',
      text: expect.stringContaining('came back on connection back'),
    })
  })

  it('tells an open feed from one whose gateway died', async () => {
    await house.store(30)
    await sentOn(30)
    feed('c1', 5)
    await journal.close()
    expect(await explain(place(10))).toMatchObject({ verdict: 'on-its-way' })
    const { pool } = house.database.database
    await pool.query("update feed_sessions set started_at = now() - interval '1 minute'")
    expect(await explain(place(10))).toMatchObject({ verdict: 'gateway-died' })
    await saveGatewayWatermarks({ pool }, 'g1', [{ matchId: testMatch, epoch: 1, seq: 30, sockets: 1 }])
    expect(await explain(place(10))).toMatchObject({ verdict: 'passed-on' })
  })

  it('tells where an event stands that no gateway can have', async () => {
    await house.store(3)
    expect(await explain(place(2))).toMatchObject({ verdict: 'not-relayed' })
    await inTransaction(house.database.database.pool, tx =>
      addToOutbox(tx, [{ matchId: testMatch, epoch: 1, firstSeq: 1, lastSeq: 3 }]),
    )
    const waiting = await explain(place(2))
    expect(waiting.facts.map(fact => fact.text).join()).toContain('waits in the outbox')
    expect(await explain(place(4))).toMatchObject({ verdict: 'not-stored', event: null })
    expect(await explain({ matchId: testMatch, position: '7:2' })).toMatchObject({ verdict: 'old-epoch' })
    expect(await explain({ matchId: 'nobody', position: '1:2' })).toMatchObject({ verdict: 'unknown' })
    const lost = { source: 'broadcast', sourceEventId: 'e-404' }
    expect(await explain(lost)).toMatchObject({ verdict: 'unknown', facts: [] })
    await buryLetters(house.database.database.pool, [
      deadLetter({ source: 'broadcast', sourceEventId: 'e-404' }),
    ])
    expect(await explain(lost)).toMatchObject({
      verdict: 'dead',
      facts: [{ text: expect.stringMatching(/dead letter/) }],
    })
  })
})

it('knows within 5 s of a real gateway what it gave to whom', async () => {
  await house.store(5)
  const gateway = await house.gateway({ instance: 'g-real' })
  const fan = await seatFan({ port: () => gateway.port })
  const beganMs = performance.now()
  await house.publish(1)
  await sentOn(6)
  const { pool } = house.database.database
  const connection = async () =>
    (await pool.query('select connection_id from feed_sessions')).rows[0]?.connection_id
  await vi.waitFor(
    async () => {
      const connectionId = await connection()
      expect(connectionId).toBeTruthy()
      expect(await explain(place(6), { connectionId })).toMatchObject({ verdict: 'passed-on' })
    },
    { timeout: 5_000, interval: 100 },
  )
  expect(performance.now() - beganMs).toBeLessThan(5_000)
  expect(fan.ids).toEqual([formatPosition(at(6))])
  await fan.close()
  await vi.waitFor(
    async () =>
      expect(await explain(place(6), { connectionId: await connection() })).toMatchObject({
        verdict: 'delivered',
      }),
    { timeout: 5_000, interval: 100 },
  )
})

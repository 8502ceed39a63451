import { sentEventSchemas } from '@touchline/contracts'
import { describe, expect, it, vi } from 'vitest'
import { newSecret, signedHeaders } from '../../testing/sign.ts'
import { goals, passes, startWebhook } from '../../testing/webhook-rig.ts'

const mixed = (...bodies: string[]) => JSON.stringify(bodies.flatMap(body => JSON.parse(body)))
const malformed = (body: string) => body.replaceAll('"team":"home"', '"team":"nobody"')

describe("a partner's rate", () => {
  it('too fast: 429 with Retry-After, by events, for this partner alone', async () => {
    const { post, records } = await startWebhook({ burstFactor: 2 }, { eventsPerSecond: 100 })
    expect((await post(passes(100))).status).toBe(202)
    expect((await post(passes(100))).status).toBe(202)
    const refused = await post(passes(100))
    expect(refused.status).toBe(429)
    expect(refused.body.error).toMatchObject({ code: 'rate-limited', retryable: true })
    expect(refused.headers.get('retry-after')).toBe('1')
    expect((await post(passes(100), undefined, 'other')).status).toBe(202)
    expect(await records('broadcast-events')).toHaveLength(300)
    await vi.waitFor(async () => expect((await post(passes(100))).status).toBe(202), {
      timeout: 3_000,
      interval: 100,
    })
  })

  it("a stranger's requests cost the partner nothing", async () => {
    const { post } = await startWebhook({ burstFactor: 1 }, { eventsPerSecond: 100 })
    for (let n = 0; n < 5; n++) await post(passes(100), signedHeaders(newSecret(), passes(100)))
    expect((await post(passes(100))).status).toBe(202)
  })

  it('has a burst of its own, beyond which nothing passes at once, and the answer says so', async () => {
    const { post } = await startWebhook({}, { eventsPerSecond: 10, burstFactor: 5 })
    const refused = await post(passes(51))
    expect(refused.status).toBe(429)
    expect(refused.body.error.message).toContain('More than 50 events at once never pass')
    expect((await post(passes(50))).status).toBe(202)
  })

  it('what is refused is not even validated', async () => {
    const { post } = await startWebhook({ burstFactor: 1 }, { eventsPerSecond: 1 })
    await post(passes(1))
    const validate = vi.spyOn(sentEventSchemas.broadcast, 'safeParse')
    expect((await post(passes(500))).status).toBe(429)
    expect(validate).not.toHaveBeenCalled()
    expect((await post(mixed(passes(500), goals(2)))).status).toBe(207)
    expect(validate).toHaveBeenCalledTimes(2)
    validate.mockRestore()
  })
})

describe('critical events', () => {
  it('pass a partner over its rate; the others are told to come again', async () => {
    const { post, events, ingest, metrics } = await startWebhook({ burstFactor: 1 }, { eventsPerSecond: 5 })
    expect((await post(passes(5))).status).toBe(202)
    const { status, headers, body } = await post(mixed(passes(2), goals(2), passes(3)))
    expect(status).toBe(207)
    expect(headers.get('retry-after')).toBe('1')
    expect(body).toMatchObject({ accepted: 2, refused: 5 })
    const told = body.results.map(
      (one: { code?: string; sourceEventId?: string }) => one.code ?? one.sourceEventId,
    )
    const limited = 'rate-limited'
    expect(told).toEqual([limited, limited, 'goal-scored-0', 'goal-scored-1', limited, limited, limited])
    expect(await events('broadcast-events')).toHaveLength(7)
    expect(await events('critical-events')).toHaveLength(2)
    expect(ingest.counters().bySource.broadcast).toEqual({ accepted: 7, refused: 5, deadLettered: 0 })
    expect(await metrics.exposition()).toMatch(/refused_total\{source="broadcast",code="rate-limited".*\} 5/)
  })

  it("alone are accepted far above any match, and charge nothing of the partner's rate", async () => {
    const { post } = await startWebhook({ burstFactor: 1 }, { eventsPerSecond: 5 })
    for (let n = 0; n < 2; n++) expect((await post(goals(400))).status).toBe(202)
    expect((await post(passes(5))).status).toBe(202)
    expect((await post(goals(200))).status).toBe(202)
  })

  it('have a ceiling of their own, beyond which they are refused, whatever the rate of their partner', async () => {
    const { post, records } = await startWebhook({}, { eventsPerSecond: 10 })
    const answers = []
    for (let n = 0; n < 10; n++) answers.push(await post(goals(500)))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(8)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(10)
    expect(refused[0]?.body.error).toMatchObject({ code: 'rate-limited', retryable: true })
    expect(await records('critical-events')).toHaveLength(1_000)
  })

  it('over the ceiling in one match pass in another, up to the ceiling of their partner', async () => {
    const slowly = { matchCriticalPerSecond: 2, partnerCriticalPerSecond: 0.5 }
    const limits = { ...slowly, matchCriticalBurst: 20, partnerCriticalBurst: 50 }
    const { post, events } = await startWebhook(limits)
    const inMatch = (matchId: string, count: number) => goals(count).replaceAll('derby-1', matchId)
    const news = (body: string) => body.replaceAll('goal-scored-', 'new-')
    expect((await post(inMatch('a', 20))).status).toBe(202)
    const { status, headers, body } = await post(mixed(news(inMatch('a', 2)), passes(1), inMatch('b', 20)))
    expect([status, body.accepted, headers.get('retry-after')]).toEqual([207, 21, '1'])
    expect(body.results.slice(0, 2)).toMatchObject([{ code: 'rate-limited' }, { code: 'rate-limited' }])
    expect((await post(inMatch('c', 15))).status).toBe(429)
    expect((await post(inMatch('c', 15), undefined, 'other')).status).toBe(202)
    expect((await events('critical-events')).length).toBe(55)
  })

  it('are withdrawals too: they count against no rate, and against the ceiling', async () => {
    const { post, events } = await startWebhook(
      { burstFactor: 1, matchCriticalBurst: 3 },
      { eventsPerSecond: 1 },
    )
    const withdrawals = (count: number) =>
      JSON.stringify(
        Array.from({ length: count }, (_, n) => ({
          matchId: 'derby-1',
          sourceEventId: `w-${n}`,
          deleted: true,
        })),
      )
    expect((await post(withdrawals(3))).status).toBe(202)
    expect((await post(withdrawals(2))).status).toBe(429)
    expect(await events('broadcast-events')).toHaveLength(3)
  })

  it('that are none are charged like the rest', async () => {
    const { post } = await startWebhook({ burstFactor: 1 }, { eventsPerSecond: 5 })
    expect((await post(malformed(goals(100)))).status).toBe(422)
    expect((await post(passes(1))).status).toBe(429)
    expect((await post(malformed(mixed(goals(1), passes(1))))).status).toBe(429)
    expect((await post(malformed(goals(1)))).status).toBe(422)
    expect((await post(goals(1))).status).toBe(202)
    await vi.waitFor(async () => expect((await post(passes(1))).status).toBe(202), {
      timeout: 3_000,
      interval: 100,
    })
  })

  it('are refused only with the log away: 503, and nothing counts as taken', async () => {
    const { post, log, ingest } = await startWebhook({ burstFactor: 1 }, { eventsPerSecond: 5 })
    await post(passes(5))
    log.setReachable(false)
    expect((await post(mixed(goals(1), passes(5)))).status).toBe(503)
    expect(ingest.counters()).toMatchObject({ accepted: 5, refused: 0 })
  })
})

it('all partners together keep to the rate of their source, critical events aside', async () => {
  const { post } = await startWebhook({ broadcastEventsPerSecond: 50, sourceBurstFactor: 1 })
  expect((await post(passes(50))).status).toBe(202)
  const refused = await post(passes(40), undefined, 'other')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect((await post(goals(40), undefined, 'other')).status).toBe(202)
})

it('what the source refuses costs the partner nothing', async () => {
  const limits = { broadcastEventsPerSecond: 50, sourceBurstFactor: 1 }
  const { post } = await startWebhook(limits, { eventsPerSecond: 2, burstFactor: 10 })
  expect((await post(passes(45), undefined, 'other')).status).toBe(202)
  expect((await post(passes(20))).status).toBe(429)
  await vi.waitFor(async () => expect((await post(passes(20))).status).toBe(202), {
    timeout: 4_000,
    interval: 50,
  })
})

import { request } from 'node:http'
import { connect } from 'node:net'
import { logHeaders } from '@touchline/contracts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { eventOf, startRig } from '../../testing/rig.ts'
import { newKeyPair, newSecret, signedHeaders } from '../../testing/sign.ts'
import { fixture, goal, goals, passes, secret, startWebhook } from '../../testing/webhook-rig.ts'
import { createPartnerBook } from './partner-book.ts'

describe('what is accepted', () => {
  it('one event: 202, and it stands in the log under its match with a trace that goes on', async () => {
    const { post, records, ingest } = await startWebhook()
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
    const { status, body } = await post(goal, { ...signedHeaders(secret, goal), traceparent })
    expect(status).toBe(202)
    const result = { index: 0, status: 'accepted', sourceEventId: 'ev-000123' }
    expect(body).toEqual({
      accepted: 1,
      refused: 0,
      results: [{ ...result, correlationId: expect.any(String) }],
    })
    const [record, ...more] = await records('broadcast-events')
    expect(more).toEqual([])
    expect(record?.key).toBe('derby-1')
    expect(record?.headers[logHeaders.correlationId]).toBe(body.results[0].correlationId)
    expect(record?.headers[logHeaders.traceparent]).toMatch(/^00-a{32}-(?!b{16})[0-9a-f]{16}-01$/)
    expect(record && eventOf(record)).toMatchObject({
      ...JSON.parse(goal),
      source: 'broadcast',
      provider: 'acme',
    })
    expect(ingest.counters().bySource.broadcast).toEqual({ accepted: 1, refused: 0, deadLettered: 0 })
  })

  it('an array of the most events there may be, in order, with one append', async () => {
    const { post, events, log } = await startWebhook()
    const append = vi.spyOn(log, 'append')
    expect((await post(passes(1_000))).status).toBe(202)
    expect(append).toHaveBeenCalledTimes(1)
    const ids = (await events('broadcast-events')).map(event => event.sourceEventId)
    expect(ids).toEqual(Array.from({ length: 1_000 }, (_, n) => `pass-made-${n}`))
  })

  it('some of an array: 207 says which, and why not the others', async () => {
    const { post, events, ingest } = await startWebhook()
    const { status, body } = await post(fixture('one-bad-among-three.json'))
    expect(status).toBe(207)
    expect(body).toMatchObject({ accepted: 2, refused: 1 })
    expect(body.results.map((result: { status: string }) => result.status)).toEqual([
      'accepted',
      'refused',
      'accepted',
    ])
    expect(body.results[1]).toEqual({
      index: 1,
      status: 'refused',
      code: 'schema-mismatch',
      faults: [{ path: 'payload.team', message: expect.any(String) }],
    })
    expect(JSON.stringify(body)).not.toContain('the-home-side')
    expect((await events('broadcast-events')).map(event => event.sourceEventId)).toEqual(['ev-1', 'ev-3'])
    expect((await events('critical-events')).map(event => event.sourceEventId)).toEqual(['ev-3'])
    expect(await events('dlq-broadcast-events')).toEqual([])
    expect(ingest.counters()).toMatchObject({ accepted: 2, refused: 1, deadLettered: 0 })
  })

  it("what a partner's fast clock says of now is set back by what its signature says, or refused", async () => {
    const { post, events, metrics } = await startWebhook()
    const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000)
    const sent = (seconds: number) => JSON.stringify({ ...JSON.parse(goal), occurredAt: inSeconds(seconds) })
    const right = await post(sent(20))
    expect([right.status, right.body.error.code]).toEqual([422, 'implausible-time'])
    expect(right.body.error.faults).toEqual([
      { path: 'occurredAt', message: expect.stringContaining('in the future') },
    ])
    const body = sent(20)
    expect((await post(body, signedHeaders(secret, body, Date.now() + 20_000))).status).toBe(202)
    const [event] = await events('broadcast-events')
    expect(Math.abs(Date.parse(String(event?.occurredAt)) - Date.now())).toBeLessThan(3_000)
    expect(await metrics.exposition()).toContain('touchline_provider_clock_skew_seconds{source="broadcast"')
  })

  it('an event that can not be true among others: 207 says where, and by which rule', async () => {
    const { post } = await startWebhook()
    const [first, second] = JSON.parse(goals(2))
    const { status, body } = await post(
      JSON.stringify([first, { ...second, clock: { period: 9, seconds: 0 } }]),
    )
    expect([status, body.accepted]).toEqual([207, 1])
    const faults = [{ path: 'clock.period', message: 'must be from 1 to 5' }]
    expect(body.results[1]).toEqual({ index: 1, status: 'refused', code: 'implausible-value', faults })
  })

  it('an ed25519 signature, and a body that says it is text', async () => {
    const pair = newKeyPair()
    const rig = await startRig({ partners: createPartnerBook({ acme: { publicKeys: [pair.publicKey] } }) })
    const { 'webhook-signature': _, ...headers } = signedHeaders(secret, goal)
    const signed = { id: headers['webhook-id'], timestamp: headers['webhook-timestamp'], body: goal }
    const response = await fetch(`${rig.url}/webhooks/broadcast/acme`, {
      method: 'POST',
      body: goal,
      headers: { ...headers, 'content-type': 'text/plain', 'webhook-signature': pair.sign(signed) },
    })
    expect(response.status).toBe(202)
  })
})

describe('what is refused leaves nothing in the log', () => {
  const invalidId = { ...JSON.parse(goal), matchId: 'a b' }
  const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000
  const refusals: [string, number, string, string, object | undefined, string?][] = [
    ['an unknown partner', 404, 'unknown-partner', goal, undefined, 'nobody'],
    ['a wrong secret', 401, 'invalid-signature', goal, signedHeaders(newSecret(), goal)],
    ['no signature', 401, 'invalid-signature', goal, {}],
    ['a changed body', 401, 'invalid-signature', goal, signedHeaders(secret, `${goal} `)],
    ['no body', 401, 'invalid-signature', '', { 'content-type': 'application/json' }],
    ['an old message', 401, 'stale-timestamp', goal, signedHeaders(secret, goal, minutesAgo(6))],
    ['one from the future', 401, 'stale-timestamp', goal, signedHeaders(secret, goal, minutesAgo(-6))],
    ['what is not JSON', 400, 'invalid-json', '{"matchId":', undefined],
    ['a signed empty body', 400, 'invalid-json', '', undefined],
    ['more than 1 MiB', 413, 'payload-too-large', `"${'x'.repeat(1_100_000)}"`, undefined],
    ['a scalar', 422, 'schema-mismatch', '7', undefined],
    ['an empty array', 422, 'schema-mismatch', '[]', undefined],
    ['too many events', 422, 'schema-mismatch', goals(1_001), undefined],
    ['an event of no known type', 422, 'schema-mismatch', goal.replace('goal-scored', 'goal'), undefined],
    ['events that are all wrong', 422, 'schema-mismatch', JSON.stringify([invalidId, invalidId]), undefined],
  ]
  it.each(refusals)('%s: %i %s', async (_, status, code, body, headers, partner) => {
    const { post, everything, ingest } = await startWebhook()
    const answer = await post(body, headers, partner)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toMatchObject({ code, retryable: false, message: expect.any(String) })
    expect(JSON.stringify(answer.body)).not.toContain(secret.slice(6))
    expect(await everything()).toEqual([])
    expect(ingest.counters().accepted).toBe(0)
  })

  it('names the path of each fault, with its index in an array, and never the value', async () => {
    const { post } = await startWebhook()
    const wrong = { ...invalidId, payload: { team: 'hunter2', player: 7 } }
    const single = await post(JSON.stringify(wrong))
    expect(single.status).toBe(422)
    const paths = (answer: typeof single) =>
      answer.body.error.faults.map((fault: { path: string }) => fault.path)
    expect(paths(single)).toEqual(['matchId', 'payload.team', 'payload.player'])
    const several = await post(JSON.stringify([wrong, invalidId]))
    expect(paths(several)).toEqual(['0.matchId', '0.payload.team', '0.payload.player', '1.matchId'])
    expect(JSON.stringify([single, several])).not.toContain('hunter2')
  })

  it.each(['ev-\ud83d', 'ev-\u0000'])(
    'text that PostgreSQL would not give back: 422 with its path',
    async id => {
      const { post, everything } = await startWebhook()
      const body = JSON.stringify({ ...JSON.parse(goal), sourceEventId: id })
      const { status, body: answer } = await post(body)
      expect([status, answer.error.faults.map(({ path }: { path: string }) => path)]).toEqual([
        422,
        ['sourceEventId'],
      ])
      expect(await everything()).toEqual([])
    },
  )

  it('a body without a length is cut off at the limit', async () => {
    const { ingest, everything } = await startWebhook()
    const status = await new Promise((resolve, reject) => {
      const path = '/webhooks/broadcast/acme'
      const sending = request({ host: '127.0.0.1', port: ingest.port, path, method: 'POST' }, response => {
        response.resume()
        resolve(response.statusCode)
      })
      sending.on('error', reject)
      for (let n = 0; n < 17; n++) sending.write(Buffer.alloc(65_536, 32))
      sending.end()
    })
    expect(status).toBe(413)
    expect(await everything()).toEqual([])
  })

  it('a sender of far too much gets to read why, and keeps its connection', async () => {
    const { ingest } = await startWebhook()
    const socket = connect(ingest.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    let received = ''
    socket.on('data', data => {
      received += data
    })
    socket.write('POST /webhooks/broadcast/acme HTTP/1.1\r\nhost: x\r\ncontent-length: 3000000\r\n\r\n')
    await vi.waitFor(() => expect(received).toMatch(/^HTTP\/1.1 413 /))
    socket.write(Buffer.alloc(3_000_000, 'x'))
    socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n')
    await vi.waitFor(() => expect(received).toContain('HTTP/1.1 200 '))
  })

  it('a sender that stops half-way is cut off', async () => {
    const { ingest } = await startWebhook({ requestTimeoutMs: 100 })
    const socket = connect(ingest.port, '127.0.0.1')
    const head = 'POST /webhooks/broadcast/acme HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{'
    const received = await new Promise<string>((resolve, reject) => {
      let text = ''
      socket.on('data', data => {
        text += data
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(text))
      socket.write(head)
    })
    expect(received).toMatch(/^HTTP\/1.1 408 /)
  })

  it('an address that is not ours: 404 in the same form', async () => {
    const { url } = await startWebhook()
    const response = await fetch(`${url}/webhooks/broadcast`, { method: 'POST', body: goal })
    expect([response.status, (await response.json()).error.code]).toEqual([404, 'not-found'])
  })
})

describe('what may be sent again later', () => {
  it('the log away: 503 with Retry-After, nothing half-accepted, and all of it the next time', async () => {
    const { post, log, records, ingest } = await startWebhook()
    log.setReachable(false)
    const away = await post(goals(10))
    expect(away.status).toBe(503)
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(away.body.error).toMatchObject({ code: 'unavailable', retryable: true })
    log.setReachable(true)
    expect(await records('broadcast-events')).toEqual([])
    expect(ingest.counters().accepted).toBe(0)
    expect((await post(goals(10))).status).toBe(202)
    expect(await records('broadcast-events')).toHaveLength(10)
    expect(ingest.counters().accepted).toBe(10)
  })

  it('too much at once: 503 before the body is read, and room again afterwards', async () => {
    const { post, log } = await startWebhook({ inFlightBytes: 2_000 })
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const append = vi.spyOn(log, 'append').mockImplementation(() => held)
    const body = goals(5)
    const first = post(body)
    await vi.waitFor(() => expect(append).toHaveBeenCalled())
    const second = await post(body)
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1'])
    release()
    expect((await first).status).toBe(202)
    await vi.waitFor(async () => expect((await post(body)).status).toBe(202))
  })

  it('a failure of our own: 500 that says nothing about it', async () => {
    const { post, log } = await startWebhook()
    vi.spyOn(log, 'append').mockRejectedValue(new Error('password=hunter2'))
    const { status, body } = await post(goal)
    expect([status, body.error.code, body.error.retryable]).toEqual([500, 'internal', true])
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })
})

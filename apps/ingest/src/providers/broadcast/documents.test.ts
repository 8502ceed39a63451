import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { f24, f24Game, type MadeEvent } from '@touchline/formats/testing'
import { afterEach, expect, it } from 'vitest'
import { signedHeaders } from '../../testing/sign.ts'
import { goal, secret, startWebhook } from '../../testing/webhook-rig.ts'
import { createPartnerBook, type PartnerBookInput } from './partner-book.ts'

type Webhook = Awaited<ReturnType<typeof startWebhook>>
let webhook: Webhook | undefined
afterEach(() => webhook?.ingest.stop())

async function start(settings: Partial<PartnerBookInput[string]>, limits = {}): Promise<Webhook> {
  webhook = await startWebhook(limits, settings)
  return webhook
}
const f24Partner = { format: 'opta-f24' } as const
const events: readonly MadeEvent[] = [
  { id: 1, type: 16, min: 3, version: 2 },
  { id: 2, type: 43, version: 3 },
  { id: 3, type: 10 },
]

it('takes a signed document of the format that its settings name', async () => {
  const { post, events: eventsOn } = await start(f24Partner)
  const { status, body } = await post(f24(events))
  expect(status).toBe(202)
  expect(body).toMatchObject({
    accepted: 3,
    refused: 0,
    results: [{ sourceEventId: '1' }, { sourceEventId: '2' }, { sourceEventId: '3' }],
  })
  expect(await eventsOn('broadcast-events')).toMatchObject([
    { matchId: 'opta-1001', type: 'goal-scored', revision: 2, fixture: { home: 'Harbour City' } },
    { matchId: 'opta-1001', type: 'event-withdrawn', revision: 3 },
    { matchId: 'opta-1001', type: 'other-reported', payload: { action: 'Save' } },
  ])
})

it('names the element that can not be read, and takes the others', async () => {
  const { post } = await start(f24Partner)
  const { status, body } = await post(f24([...events, { id: 4, type: 1, at: 'soon' }]))
  expect(status).toBe(207)
  expect(body).toMatchObject({ accepted: 3, refused: 1 })
  expect(body.results[3]).toEqual({
    index: 3,
    status: 'refused',
    code: 'schema-mismatch',
    faults: [
      { path: 'Game.Event[3].timestamp', message: 'must be a date and time of the years 2000 to 2099' },
    ],
  })
  const none = await post(f24([{ id: 4, type: 1, at: 'soon' }]))
  expect(none).toMatchObject({
    status: 422,
    body: { error: { code: 'schema-mismatch', faults: [{ path: '0.Game.Event[0].timestamp' }] } },
  })
})

it('refuses what is no such document, and judges nothing of it', async () => {
  const { post, events: eventsOn } = await start(f24Partner)
  const laughs = '<!DOCTYPE g [<!ENTITY a "ha">]><Games><Game id="1">&a;</Game></Games>'
  for (const body of [laughs, goal, '', f24(events).slice(0, 200), f24(events, { id: '1' })]) {
    expect(await post(body)).toMatchObject({
      status: 422,
      body: { error: { code: 'schema-mismatch', faults: [{ message: expect.any(String) }] } },
    })
  }
  expect(await eventsOn('broadcast-events')).toEqual([])
})

it('asks for the signature before it reads', async () => {
  const { post } = await start(f24Partner)
  const body = f24(events)
  expect((await post(body, signedHeaders(secret, `${body} `))).status).toBe(401)
})

it('accepts a document that holds nothing of the match yet', async () => {
  const { post } = await start(f24Partner)
  expect(await post(f24([{ id: 1, type: 34, period: 16 }]))).toMatchObject({
    status: 202,
    body: { accepted: 0, refused: 0, results: [] },
  })
})

it('takes of a document more than of a list of events, and no more than its bounds', async () => {
  const { post } = await start(f24Partner, { eventsPerRequest: 2, bodyBytes: 100, eventsPerDocument: 3 })
  expect((await post(f24(events))).status).toBe(202)
  expect(await post(f24([...events, { id: 4, type: 1 }]))).toMatchObject({
    status: 422,
    body: { error: { faults: [{ message: 'must hold 1 to 3 events' }] } },
  })
  expect((await post(goal, undefined, 'other')).status).toBe(413)
})

it('bounds the bytes of a document, and of what it inflates to', async () => {
  const { url } = await start(f24Partner, { documentBytes: 2_000 })
  const large = Buffer.from(f24(events) + ' '.repeat(3_000))
  const send = async (body: Buffer, encoding?: string) => {
    const headers = { ...signedHeaders(secret, body), ...(encoding && { 'content-encoding': encoding }) }
    return (
      await fetch(`${url}/webhooks/broadcast/acme`, { method: 'POST', headers, body: new Uint8Array(body) })
    ).status
  }
  expect(await send(large)).toBe(413)
  expect(await send(gzipSync(large), 'gzip')).toBe(413)
  expect(await send(gzipSync(f24(events)), 'gzip')).toBe(202)
})

it('holds a document to the matches that its partner may write', async () => {
  const { post } = await start({ ...f24Partner, matches: ['opta-1*'] })
  expect((await post(f24(events))).status).toBe(202)
  expect(await post(f24(events, { ...f24Game, id: '2001' }))).toMatchObject({
    status: 403,
    body: { error: { code: 'forbidden' } },
  })
})

it('is told by settings what a format does not say', async () => {
  const document = {
    matchId: 'cup-final',
    teams: { home: 'Harbour City', away: 'Northgate' },
    kickoffAt: '2026-05-01T19:00:00Z',
  }
  const { post, events: eventsOn } = await start({ format: 'statsbomb', document })
  const event = {
    id: 'a',
    period: 2,
    timestamp: '00:10:00.000',
    type: { id: 1, name: 'Pass' },
    team: { id: 2, name: 'Northgate' },
  }
  expect((await post(JSON.stringify([event]))).status).toBe(202)
  expect(await eventsOn('broadcast-events')).toMatchObject([
    { matchId: 'cup-final', occurredAt: '2026-05-01T20:10:00.000Z', payload: { team: 'away' } },
  ])
})

const minuteMs = 60_000
/** StatsBomb's document of a match that kicked off so many minutes ago. */
function statsBomb(kickoffMinutesAgo: number, events: readonly object[]): string {
  const kickoff = new Date(Date.now() - kickoffMinutesAgo * minuteMs).toISOString()
  const match = {
    ...{ match_id: 7, match_date: kickoff.slice(0, 10), kick_off: kickoff.slice(11, 23) },
    home_team: { home_team_id: 1, home_team_name: 'Harbour City' },
    away_team: { away_team_id: 2, away_team_name: 'Northgate' },
  }
  return JSON.stringify({ match, events })
}
const played = (id: string, name: string, period: number, timestamp: string) => ({
  ...{ id, period, timestamp, type: { id: 1, name }, team: { id: 1, name: 'Harbour City' } },
  ...(name === 'Shot' && { shot: { outcome: { name: 'Goal' } } }),
})
const firstHalf = [
  played('a', 'Half Start', 1, '00:00:00.000'),
  played('b', 'Half End', 1, '00:46:00.000'),
  played('c', 'Half Start', 2, '00:00:00.000'),
]
const extraTime = [
  ...firstHalf,
  played('e', 'Half End', 2, '00:48:00.000'),
  played('f', 'Half Start', 3, '00:00:00.000'),
  played('g', 'Half End', 3, '00:16:00.000'),
  played('h', 'Half Start', 4, '00:00:00.000'),
  played('i', 'Half End', 4, '00:15:30.000'),
  played('j', 'Half Start', 5, '00:00:00.000'),
]

it.each([
  ['the second half', 62, firstHalf, 2],
  ['a second half after a short break', 50, firstHalf, 2],
  ['extra time', 118, extraTime.slice(0, 5), 3],
  ['a shoot-out', 143, extraTime, 5],
])('takes a goal in %s as it falls, in a format that tells no dates', async (_, minutes, before, period) => {
  const { post, events: eventsOn } = await start({ format: 'statsbomb' })
  const document = statsBomb(minutes, [...before, played('goal', 'Shot', period, '00:00:50.000')])
  expect((await post(document)).status).toBe(202)
  const stored = await eventsOn('broadcast-events')
  expect(stored.at(-1)).toMatchObject({ type: 'goal-scored', clock: { period, seconds: 50 } })
  for (const event of stored) expect(Date.parse(String(event.occurredAt))).toBeLessThanOrEqual(Date.now())
})

it("dates by the kick-off whatever the partner's clock says", async () => {
  const { post, events: eventsOn } = await start({ format: 'statsbomb' })
  const document = statsBomb(1, [played('goal', 'Shot', 1, '00:00:58.000')])
  const ahead = signedHeaders(secret, document, Date.now() + 100_000)
  expect((await post(document, ahead)).status).toBe(202)
  const [event] = await eventsOn('broadcast-events')
  const ageMs = Date.now() - Date.parse(String(event?.occurredAt))
  expect(ageMs).toBeLessThan(minuteMs)
})

it('ends a match that its format does not say has ended', async () => {
  const { post, events: eventsOn } = await start({ format: 'statsbomb' })
  expect((await post(statsBomb(200, firstHalf))).status).toBe(202)
  expect((await post(statsBomb(200, extraTime.slice(0, 4)))).status).toBe(202)
  const ends = async () =>
    (await eventsOn('broadcast-events')).filter(({ sourceEventId }) => sourceEventId === 'e')
  expect(await ends()).toMatchObject([{ type: 'match-ended' }])
  expect((await post(statsBomb(200, extraTime.slice(0, 5)))).status).toBe(202)
  expect(await ends()).toMatchObject([{ type: 'match-ended' }, { type: 'period-ended' }])
})

it('refuses settings that name no format of ours', () => {
  const partner = (settings: object) => () =>
    createPartnerBook({ acme: { secrets: [secret], ...settings } as PartnerBookInput[string] })
  expect(partner({ format: 'opta' })).toThrow('opta-f24')
  expect(partner({ document: { match: 'x' } })).toThrow('document')
})

const sample = fileURLToPath(
  new URL('../../../../../../shared/data/suppliers/statsperform_event_ma3.json', import.meta.url),
)
it.runIf(existsSync(sample))('takes a whole match in one request', async () => {
  const { post } = await start({ format: 'stats-perform-ma3' })
  const { status, body } = await post(readFileSync(sample, 'utf8'))
  expect(status).toBe(202)
  expect(body).toMatchObject({ accepted: 1_733, refused: 0 })
})

import { matchIdSchema } from '@touchline/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from './testing/house.ts'

let house: TestHouse
let url: string
beforeAll(async () => {
  house = await openHouse()
  url = `http://127.0.0.1:${(await house.gateway({ limits: { drainMs: 100 } })).port}/v1/matches`
  await house.store(1_203)
})
afterAll(() => house.close())

const get = async (path: string, ifNoneMatch?: string) => {
  const headers = ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }
  const response = await fetch(`${url}${path}`, { headers })
  const text = await response.text()
  return {
    status: response.status,
    tag: response.headers.get('etag') ?? '',
    kept: response.headers.get('cache-control'),
    text,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

describe('reads', () => {
  it.each([
    ['', 'public, max-age=1'],
    ['/derby-1', 'public, max-age=1'],
    ['/derby-1/stats', 'public, max-age=1'],
    ['/derby-1/events?after=1:1200', 'no-cache'],
  ])('%s: are not sent again while they are as they were', async (path, kept) => {
    const before = await get(path)
    expect(before).toMatchObject({ status: 200, kept })
    expect(await get(path, before.tag)).toMatchObject({ status: 304, text: '', tag: before.tag, kept })
    expect(await get(path, `W/${before.tag}`)).toMatchObject({ status: 304 })
    expect(await get(path, '"another"')).toMatchObject({ status: 200, text: before.text })
  })

  it('are sent again once something has changed', async () => {
    const other = matchIdSchema.parse('derby-2')
    await house.store(3, other)
    const [match, page] = await Promise.all([get('/derby-2'), get('/derby-2/events?after=1:2')])
    await house.store(1, other)
    expect((await get('/derby-2', match.tag)).body).toMatchObject({ lastSeq: 4 })
    expect((await get('/derby-2/events?after=1:2', page.tag)).body.items).toHaveLength(2)
  })

  it('answer HEAD as GET, without the body', async () => {
    const shown = await get('/derby-1')
    const head = await fetch(`${url}/derby-1`, { method: 'HEAD' })
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, shown.tag, ''])
  })

  it('let nobody keep a refusal', async () => {
    for (const path of ['/nobody', '/derby-1/events?limit=0', '/derby-1/segments/1/3']) {
      expect((await get(path)).kept).toBe('no-store')
    }
  })
})

describe('segments', () => {
  it('of the past may be kept for ever, and together are the whole match', async () => {
    const segments = await Promise.all([0, 1, 2].map(number => get(`/derby-1/segments/1/${number}`)))
    expect(segments.map(({ body }) => [body.items.length, body.complete])).toEqual([
      [500, true],
      [500, true],
      [203, false],
    ])
    const seqs = segments.flatMap(({ body }) => body.items.map((event: { seq: number }) => event.seq))
    expect(seqs).toEqual(Array.from({ length: 1_203 }, (_, index) => index + 1))
    expect(segments.map(({ kept }) => kept)).toEqual([
      'public, max-age=31536000, immutable',
      'public, max-age=31536000, immutable',
      'public, max-age=1, stale-while-revalidate=5',
    ])
  })

  it('of the past never change; the open one does', async () => {
    const [past, open] = await Promise.all([get('/derby-1/segments/1/0'), get('/derby-1/segments/1/2')])
    await house.store(1)
    expect(await get('/derby-1/segments/1/0', past.tag)).toMatchObject({ status: 304 })
    expect((await get('/derby-1/segments/1/2', open.tag)).body.items).toHaveLength(204)
  })

  it.each([
    ['/derby-1/segments/1/3', 404, 'not-found'],
    ['/derby-1/segments/2/0', 404, 'not-found'],
    ['/nobody/segments/1/0', 404, 'not-found'],
    ['/derby-1/segments/0/0', 400, 'invalid-input'],
    ['/derby-1/segments/1/-1', 400, 'invalid-input'],
    ['/derby-1/segments/1/1.5', 400, 'invalid-input'],
    ['/derby-1/segments/1/99999999999', 400, 'invalid-input'],
    ['/derby-1/segments/1/x', 400, 'invalid-input'],
  ])('%s: %i %s', async (path, status, code) => {
    expect(await get(path)).toMatchObject({ status, body: { error: { code } } })
  })

  it('with a hole in it promises nothing', async () => {
    const holed = matchIdSchema.parse('holed')
    await house.store(600, holed)
    await house.database.database.pool.query("delete from match_events where match_id = 'holed' and seq = 17")
    expect(await get('/holed/segments/1/0')).toMatchObject({ status: 404 })
    expect((await get('/holed/segments/1/1')).body.items).toHaveLength(100)
  })
})

it('tells presence under REST', async () => {
  expect((await get('/derby-1/presence')).body).toMatchObject({
    matchId: 'derby-1',
    watching: 0,
    exact: true,
  })
  expect((await get('/nobody/presence')).status).toBe(404)
})

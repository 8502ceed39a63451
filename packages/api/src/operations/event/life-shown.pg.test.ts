import { describe, expect, it } from 'vitest'
import { publicErrorOf } from '../../error-shape.ts'
import { atCommandLine } from '../actor.ts'
import { lifeHouse, origin } from './testing/life-house.ts'
import { at, kickOffMs, storeTestEvents } from './testing/stored-events.ts'

const { as, database, q } = lifeHouse()

describe('what it shows', () => {
  const post = {
    type: 'post-published',
    source: 'social' as const,
    payload: { author: 'zoe', text: 'hi', lang: 'en' },
    origin,
  }

  it('hides what is sensitive, until it is revealed for who asks', async () => {
    await storeTestEvents(database(), 'm', [post])
    const hidden = await as().life({ matchId: 'm', seq: 1 })
    expect(hidden.raw).toMatchObject({ from: 'store', hiddenPaths: ['author'], reveal: null, bytes: null })
    expect(JSON.stringify(hidden)).not.toContain('zoe')
    await q(`insert into reveals (user_id, subject_kind, subject_id, reason, expires_at)
             values ('cli:ann', 'event', 'm/1', 'r', now() + interval '1 minute')`)
    const shown = await as().life({ matchId: 'm', seq: 1 })
    expect(shown.raw).toMatchObject({
      payload: { author: 'zoe' },
      hiddenPaths: [],
      reveal: { id: expect.any(String) },
    })
    const bob = { ...atCommandLine('bob'), role: 'viewer' as const }
    expect(JSON.stringify(await as({ operator: bob }).life({ matchId: 'm', seq: 1 }))).not.toContain('zoe')
  })

  it('shows the record where this process has the log, and its trace', async () => {
    await storeTestEvents(database(), 'm', [post])
    const value = Buffer.from(JSON.stringify({ provider: 'feed-9', payload: post.payload }))
    const trace = '0af7651916cd43dd8448eb211c80319c'
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01`, schema: 'social-events/1' }
    const asked: unknown[] = []
    const life = await as({
      readRecord: async place => {
        asked.push(place)
        return { value, headers, appendedAtMs: kickOffMs + 1_030 }
      },
      traceUrlTemplate: 'https://traces.example/{traceId}',
    }).life({ matchId: 'm', seq: 1 })
    expect(asked).toEqual([{ topic: 'broadcast-events', partition: 3, offset: '17' }])
    expect(life.raw).toMatchObject({ from: 'log', hiddenPaths: ['payload.author'], bytes: { base64: null } })
    expect(life.trace).toEqual({
      traceparent: headers.traceparent,
      traceId: trace,
      url: `https://traces.example/${trace}`,
    })
    expect(life.steps[1]?.facts).toMatchObject({ provider: 'feed-9' })
    expect(life.steps[2]).toMatchObject({ at: at(1.03), tookMs: 10, facts: { schema: 'social-events/1' } })
  })

  it('goes on without a log that is away', async () => {
    await storeTestEvents(database(), 'm', [post])
    const life = await as({ readRecord: () => Promise.reject(new Error('away')) }).life({
      matchId: 'm',
      seq: 1,
    })
    expect(life).toMatchObject({ trace: null, raw: { from: 'store' } })
  })
})

describe('who may ask, and for what', () => {
  const errorOf = (work: Promise<unknown>) => work.then(() => undefined, publicErrorOf)

  it('refuses whom nobody knows', async () => {
    const stranger = as({ operator: undefined })
    expect(await errorOf(stranger.life({ matchId: 'm', seq: 1 }))).toMatchObject({ code: 'unauthorized' })
    expect(await errorOf(stranger.search({}))).toMatchObject({ code: 'unauthorized' })
  })

  it.each<[unknown, string]>([
    [{ matchId: 'm', seq: 1 }, 'event-not-found'],
    [{ source: 'social', sourceEventId: 'nobody' }, 'event-not-found'],
    [{ matchId: 'm', seq: 0 }, 'invalid-input'],
    [{ matchId: 'm', seq: 3e9 }, 'invalid-input'],
    [{ matchId: 'm' }, 'invalid-input'],
    [{ source: 'radio', sourceEventId: 'x' }, 'invalid-input'],
  ])('%o is %s', async (asked, code) => {
    expect(await errorOf(as().life(asked as never))).toMatchObject({ code })
  })

  it('names the fault of a search', async () => {
    expect(await errorOf(as().search({ text: '-x' }))).toMatchObject({
      code: 'invalid-input',
      faults: [{ path: 'text' }],
    })
  })
})

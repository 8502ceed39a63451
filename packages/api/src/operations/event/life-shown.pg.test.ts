import { describe, expect, it } from 'vitest'
import { publicErrorOf } from '../../error-shape.ts'
import { atCommandLine } from '../actor.ts'
import { hiddenMarker } from '../masking/hidden-marker.ts'
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

  it('shows what is published, its author too, and hides all else until it is revealed for who asks', async () => {
    await storeTestEvents(database(), 'm', [{ ...post, payload: { ...post.payload, mail: 'a@b.example' } }])
    const hidden = await as().life({ matchId: 'm', seq: 1 })
    expect(hidden.raw).toMatchObject({
      ...{ from: 'store', hiddenPaths: [hiddenMarker], reveal: null, bytes: null },
      payload: { author: 'zoe', [hiddenMarker]: hiddenMarker },
    })
    expect(JSON.stringify(hidden)).not.toContain('a@b')
    await q(`insert into reveals (user_id, subject_kind, subject_id, reason, expires_at)
             values ('cli:ann', 'event', 'm/1', 'r', now() + interval '1 minute')`)
    const shown = await as().life({ matchId: 'm', seq: 1 })
    expect(shown.raw).toMatchObject({
      payload: { author: 'zoe', mail: 'a@b.example' },
      hiddenPaths: [],
      reveal: { id: expect.any(String) },
    })
    const bob = { ...atCommandLine('bob'), role: 'viewer' as const }
    expect(JSON.stringify(await as({ operator: bob }).life({ matchId: 'm', seq: 1 }))).not.toContain('a@b')
  })

  it('shows the record where this process has the log, and its trace', async () => {
    await storeTestEvents(database(), 'm', [post])
    const event = { matchId: 'm', source: 'social', sourceEventId: 'm-1', type: post.type }
    const payload = { ...post.payload, ip: '10.0.0.1' }
    const value = Buffer.from(JSON.stringify({ ...event, provider: 'feed-9', payload }))
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
    expect(life.raw).toMatchObject({
      ...{ from: 'log', hiddenPaths: [`payload.${hiddenMarker}`], bytes: { base64: null } },
      payload: { provider: 'feed-9', payload: { author: 'zoe' } },
    })
    expect(life.trace).toEqual({
      traceparent: headers.traceparent,
      traceId: trace,
      url: `https://traces.example/${trace}`,
    })
    expect(life.steps[1]?.facts).toMatchObject({ provider: 'feed-9' })
    expect(life.steps[2]).toMatchObject({ at: at(1.03), tookMs: 10, facts: { schema: 'social-events/1' } })
  })

  it('shows nothing of a record that is of another event', async () => {
    await storeTestEvents(database(), 'm', [post])
    const other = { matchId: 'm', source: 'social', sourceEventId: 'm-9', type: post.type }
    const value = Buffer.from(JSON.stringify({ ...other, payload: { author: 'Otto', text: 'x' } }))
    const readRecord = async () => ({ value, headers: { schema: 'Otto/1' }, appendedAtMs: kickOffMs })
    const life = await as({ readRecord }).life({ matchId: 'm', seq: 1 })
    expect(life.raw).toMatchObject({
      from: 'log',
      hiddenPaths: ['matchId', 'payload.author', 'payload.text'],
    })
    expect(JSON.stringify(life)).not.toContain('Otto')
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

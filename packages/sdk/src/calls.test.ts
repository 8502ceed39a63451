import { expect, it } from 'vitest'
import { eventAt } from './testing/event-at.ts'
import { createTouchline } from './touchline.ts'

/** A gateway's HTTP side: what each path answers; 404 for the rest. */
function http(answers: Readonly<Record<string, unknown>>) {
  const asked: { readonly path: string; readonly authorization: string | null }[] = []
  const send: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input))
    asked.push({ path: pathname + search, authorization: new Headers(init?.headers).get('authorization') })
    const answer = answers[pathname]
    return Response.json(answer ?? { error: { message: 'no' } }, { status: answer ? 200 : 404 })
  }
  return { asked, send }
}
const result = (data: unknown) => ({ result: { data } })

it('reads a match in long pages until there are no more', async () => {
  const { asked, send } = http({
    '/trpc/match.get': result({ epoch: 2 }),
    '/v1/matches/m/segments/2/0': { items: [eventAt(1, 2), eventAt(2, 2)] },
    '/v1/matches/m/segments/2/1': { items: [eventAt(3, 2)] },
  })
  const touchline = createTouchline({ url: 'http://gateway.test/', fetch: send, apiKey: 'tlk_a_b' })
  const seqs: number[] = []
  for await (const page of touchline.match('m').segments()) seqs.push(...page.map(event => event.seq))
  expect(seqs).toEqual([1, 2, 3])
  expect(asked).toHaveLength(4)
  expect(new Set(asked.map(call => call.authorization))).toEqual(new Set(['Bearer tlk_a_b']))
})

it('asks as tRPC does, for the match as it was some seconds ago too', async () => {
  const { asked, send } = http({ '/trpc/match.get': result({ lastSeq: 7 }) })
  const { match } = createTouchline({ url: 'ws://gateway.test/trpc', fetch: send })
  expect(await match('m').get({ delaySeconds: 20 })).toEqual({ lastSeq: 7 })
  const input = encodeURIComponent('{"matchId":"m","delaySeconds":20}')
  expect(asked).toEqual([{ path: `/trpc/match.get?input=${input}`, authorization: null }])
})

it("fails with the gateway's own code, and with one that may pass where nothing answers", async () => {
  const data = { errorCode: 'match-not-found', code: 'NOT_FOUND' }
  const refusing = http({ '/trpc/match.get': { error: { message: 'no such match', data } } })
  const one = createTouchline({ url: 'http://gateway.test', fetch: refusing.send })
  await expect(one.match('x').get()).rejects.toMatchObject({ code: 'match-not-found', retryable: false })
  const away = createTouchline({
    url: 'http://gateway.test',
    fetch: () => Promise.reject(new Error('refused')),
  })
  await expect(away.matches()).rejects.toMatchObject({ code: 'unavailable', retryable: true })
  const noToken = () => Promise.reject(new Error('signed out'))
  const signedOut = createTouchline({ url: 'http://gateway.test', fetch: refusing.send, token: noToken })
  await expect(signedOut.matches()).rejects.toMatchObject({ code: 'unauthorized' })
})

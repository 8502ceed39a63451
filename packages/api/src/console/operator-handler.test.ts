import { anonymous } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { operatorCall, router } from '../trpc.ts'
import { createDoor } from './door.ts'
import { createOperatorHandler } from './operator-handler.ts'

const url = 'http://console.test/api/operator/deadLetter.show'
const seen: unknown[] = []
const testRouter = router({
  deadLetter: router({
    show: operatorCall.input(z.object({ id: z.string() })).query(({ input }) => {
      seen.push(input)
      return { id: input.id }
    }),
  }),
})
const context = {
  caller: { identity: anonymous, enter: () => () => {}, take: async () => {} },
  operator: { id: 'u1', name: 'ann@example.org', role: 'viewer', via: 'console' },
} as unknown as ApiContext

const handler = createOperatorHandler({
  router: testRouter,
  isSameOrigin: request => request.headers.get('origin') === 'http://console.test',
  contextOf: async () => context,
})
const ask = (init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}, to = url) =>
  handler(
    new Request(to, {
      method: 'POST',
      body: JSON.stringify({ id: '17' }),
      ...init,
      headers: { origin: 'http://console.test', 'content-type': 'application/json', ...init.headers },
    }),
  )
const codeOf = async (response: Response) => (await response.json()).error?.data?.errorCode

describe('the way to the operators’ calls', () => {
  it('answers our own pages, and lets nobody keep the answer', async () => {
    const response = await ask()
    expect(await response.json()).toEqual({ result: { data: { id: '17' } } })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['another origin', { headers: { origin: 'https://evil.example' } }, 403, 'foreign-origin'],
    ['no origin', { headers: { origin: '' } }, 403, 'foreign-origin'],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'invalid-input'],
    ['plain text', { headers: { 'content-type': 'text/plain' } }, 415, 'invalid-input'],
    ['a link', { method: 'GET', body: null }, 405, 'not-found'],
    ['5 MB', { body: JSON.stringify({ id: 'x'.repeat(5_000_000) }) }, 413, 'payload-too-large'],
    ['half a JSON', { body: '{"id":' }, 400, 'invalid-input'],
    ['an input of another shape', { body: '{"id":17}' }, 400, 'invalid-input'],
  ])('refuses %s, and calls nothing', async (_, init, status, code) => {
    seen.length = 0
    const response = await ask(init as Parameters<typeof ask>[0])
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect(seen).toEqual([])
  })

  it('reads no more of a body than it may, whatever its length is said to be', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    const response = await ask({ body: endless, duplex: 'half' } as Parameters<typeof ask>[0])
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(80)
  })

  it('reads nothing of a body before it knows an operator, nor of one that its head condemns', async () => {
    const stranger = createOperatorHandler({
      router: testRouter,
      isSameOrigin: request => request.headers.get('origin') === 'http://console.test',
      contextOf: async () => ({ caller: context.caller }) as unknown as ApiContext,
    })
    const headers = { origin: 'http://console.test', 'content-type': 'application/json' }
    for (const [status, more] of [
      [401, {}],
      [403, { origin: 'https://evil.example' }],
      [415, { 'content-type': 'text/plain' }],
    ] as const) {
      let pulls = 0
      const body = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            pulls += 1
            if (pulls > 9) controller.close()
            else controller.enqueue(new Uint8Array(9))
          },
        },
        { highWaterMark: 0 },
      )
      const init = { method: 'POST', body, headers: { ...headers, ...more }, duplex: 'half' } as RequestInit
      expect([(await stranger(new Request(url, init))).status, pulls]).toEqual([status, 0])
    }
  })

  it('takes one call a request', async () => {
    const response = await ask({ body: '{"0":{"id":"1"},"1":{"id":"2"}}' }, `${url},deadLetter.show?batch=1`)
    expect(response.status).toBeGreaterThanOrEqual(400)
  })
})

it('bounds what one person has under way, and nobody else', () => {
  const door = createDoor(2)
  const [first] = [door.enter('ann'), door.enter('ann')]
  expect(door.enter('ann')).toBeUndefined()
  expect(door.enter('bob')).toBeDefined()
  first?.()
  expect(door.enter('ann')).toBeDefined()
})

import { describe, expect, it, vi } from 'vitest'
import { createBodyBudget } from './body-budget.ts'

const limits = { totalBytes: 1_000, bytesOfOne: 400, withinMs: 5_000 }
const maxBytes = 300

/** A body that comes in parts, when it is told to. */
function slow(headers: Record<string, string> = {}) {
  const stream = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 99 })
  const writer = stream.writable.getWriter()
  const request = new Request('http://x.test', {
    method: 'POST',
    body: stream.readable,
    headers,
    duplex: 'half',
  } as RequestInit)
  return {
    request,
    send: (bytes: number) => void writer.write(new Uint8Array(bytes)).catch(() => {}),
    end: () => void writer.close().catch(() => {}),
  }
}
const sizeOf = async (body: Uint8Array) => body.byteLength
const tick = () => new Promise(resolve => setImmediate(resolve))
const settle = async () => {
  for (let n = 0; n < 5; n++) await tick()
}

describe('a budget for bodies', () => {
  it('gives the body, and refuses one that is or says that it is too large', async () => {
    const budget = createBodyBudget(limits)
    const body = (text: string) => new Request('http://x.test', { method: 'POST', body: text })
    const use = (request: Request) => budget.use(request, { from: 'a', maxBytes }, sizeOf)
    expect(await use(body('x'.repeat(300)))).toBe(300)
    expect(await use(body('x'.repeat(301)))).toBe('payload-too-large')
    expect(await use(slow({ 'content-length': '301' }).request)).toBe('payload-too-large')
  })

  it('counts what came of one sender in all their bodies, and not what was announced', async () => {
    const budget = createBodyBudget(limits)
    const [one, two] = [slow({ 'content-length': '300' }), slow()]
    const first = budget.use(one.request, { from: 'a', maxBytes }, sizeOf)
    const second = budget.use(two.request, { from: 'a', maxBytes }, sizeOf)
    one.send(250)
    await settle()
    two.send(250)
    expect(await second).toBe('rate-limited')
    one.end()
    expect(await first).toBe(250)
  })

  it('lets a small one in while many hold large ones open: who has most gives way', async () => {
    const budget = createBodyBudget(limits)
    const outcomes: unknown[] = []
    for (const from of ['a', 'b', 'c', 'd']) {
      const { request, send } = slow()
      void budget.use(request, { from, maxBytes }, sizeOf).then(result => outcomes.push(result))
      send(240)
    }
    await settle()
    expect(outcomes).toEqual([])
    const owner = slow()
    const answer = budget.use(owner.request, { from: 'owner', maxBytes }, sizeOf)
    owner.send(100)
    await settle()
    expect(outcomes).toEqual(['unavailable'])
    owner.end()
    expect(await answer).toBe(100)
  })

  it('counts a body until the work on it is done', async () => {
    const budget = createBodyBudget(limits)
    const done = Promise.withResolvers<void>()
    const body = new Request('http://x.test', { method: 'POST', body: 'x'.repeat(300) })
    const first = budget.use(body, { from: 'a', maxBytes }, () => done.promise)
    await settle()
    const more = () => new Request('http://x.test', { method: 'POST', body: 'x'.repeat(200) })
    expect(await budget.use(more(), { from: 'a', maxBytes }, sizeOf)).toBe('rate-limited')
    done.resolve()
    await first
    expect(await budget.use(more(), { from: 'a', maxBytes }, sizeOf)).toBe(200)
  })

  it('waits so long and no longer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { request, send } = slow()
      const answer = createBodyBudget(limits).use(request, { from: 'a', maxBytes }, sizeOf)
      send(10)
      await vi.advanceTimersByTimeAsync(5_001)
      expect(await answer).toBe('unavailable')
    } finally {
      vi.useRealTimers()
    }
  })
})

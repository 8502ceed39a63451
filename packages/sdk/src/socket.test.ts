import { closeCodes } from '@touchline/contracts/wire'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventAt } from './testing/event-at.ts'
import { startWire } from './testing/gateway-wire.ts'
import { createTouchline, type Touchline } from './touchline.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const close of closing.splice(0).reverse()) await close()
})

async function gateway(...args: Parameters<typeof startWire>) {
  const wire = await startWire(...args)
  closing.push(wire.close)
  return wire
}
function client(options: Parameters<typeof createTouchline>[0]): Touchline {
  const touchline = createTouchline(options)
  closing.push(touchline.close)
  return touchline
}

/** A JWT as far as its claims go; nobody here verifies it. */
const tokenUntil = (expiresInMs: number, more: object = {}): string => {
  const claims = { sub: 'fan', sid: 's', exp: (Date.now() + expiresInMs) / 1_000, ...more }
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`
}

describe('the socket', () => {
  it('shows a fresh token at each connection, and comes back from its place when the last one has ended', async () => {
    const wire = await gateway()
    let asked = 0
    const token = async () => tokenUntil(300_000, { n: ++asked })
    const feed = client({ url: wire.url, token }).match('m').feed({ from: 'start' })
    const reader = feed[Symbol.asyncIterator]()
    const first = reader.next()
    await vi.waitFor(() => expect(wire.sockets[0]?.requests).toHaveLength(1))
    wire.sockets[0]?.frame(eventAt(1))
    expect((await first).value?.seq).toBe(1)
    const second = reader.next()
    wire.sockets[0]?.close(closeCodes.expired)
    await vi.waitFor(() => expect(wire.sockets[1]?.requests).toHaveLength(1))
    expect(wire.sockets[1]?.requests[0]?.params?.lastEventId).toBe('1:1')
    wire.sockets[1]?.frame(eventAt(2))
    expect((await second).value?.seq).toBe(2)
    const shown = wire.sockets.map(({ credentials }) => (credentials as { token: string }).token)
    expect(new Set(shown).size).toBe(2)
    await reader.return?.()
  })

  it('renews its token in place before it ends', async () => {
    const wire = await gateway()
    const tokens = [tokenUntil(1_200), tokenUntil(300_000)]
    const token = () => tokens.shift() ?? 'none left'
    const feed = client({ url: wire.url, token }).match('m').feed()
    void feed[Symbol.asyncIterator]().next()
    const renewal = await vi.waitFor(() => {
      const found = wire.sockets[0]?.requests.find(({ method }) => method === 'mutation')
      return found ?? Promise.reject(new Error('not renewed'))
    }, 3_000)
    expect(renewal.params?.path).toBe('session.renew')
    expect(renewal.params?.input).toEqual({ token: expect.stringMatching(/^e30\./) })
    expect(wire.sockets).toHaveLength(1)
    feed.close()
  })

  it.each([
    [closeCodes.revoked, 'unauthorized'],
    [closeCodes.notAllowed, 'forbidden'],
    [closeCodes.tooManySockets, 'too-many-sockets'],
  ])('closed with %i, ends its feeds with %s and stays away', async (closeCode, code) => {
    const wire = await gateway()
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const touchline = client({ url: wire.url, token: () => tokenUntil(300_000) })
    const feed = touchline.match('m').feed()
    const reading = feed[Symbol.asyncIterator]().next()
    const refused = expect(reading).rejects.toMatchObject({ code, retryable: false })
    await vi.waitFor(() => expect(wire.sockets[0]?.requests).toHaveLength(1))
    wire.sockets[0]?.close(closeCode)
    await refused
    expect(feed.status).toMatchObject({ tag: 'closed', error: { code } })
    expect(touchline.connection.status).toBe('idle')
    expect(wire.sockets).toHaveLength(1)
  })

  it('waits longer from try to try while the gateway closes it at once', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    const wire = await gateway((socket, index) => {
      if (index < 4) socket.close(closeCodes.tryAgainLater)
    })
    const feed = client({ url: wire.url, token: () => tokenUntil(300_000) })
      .match('m')
      .feed()
    void feed[Symbol.asyncIterator]().next()
    await vi.waitFor(() => expect(wire.sockets.length).toBe(4), { timeout: 5_000 })
    const at = wire.sockets.map(socket => socket.openedAtMs)
    const waits = at.slice(1).map((ms, index) => ms - (at[index] ?? 0))
    expect(waits[0]).toBeGreaterThanOrEqual(190)
    expect(waits[1]).toBeGreaterThanOrEqual(390)
    expect(waits[2]).toBeGreaterThanOrEqual(790)
    feed.close()
  })

  it('says whether its feeds are connected', async () => {
    const wire = await gateway()
    const touchline = client({ url: wire.url, token: () => tokenUntil(300_000) })
    const seen: string[] = []
    touchline.connection.onChange(() => seen.push(touchline.connection.status))
    const feed = touchline.match('m').feed()
    void feed[Symbol.asyncIterator]().next()
    await vi.waitFor(() => expect(seen).toEqual(['connecting', 'open']))
    feed.close()
    expect(touchline.connection.status).toBe('idle')
  })
})

describe('a client that is closed', () => {
  it('ends its feeds, and opens nothing more', async () => {
    const wire = await gateway()
    const touchline = client({ url: wire.url, token: () => tokenUntil(300_000) })
    const reader = touchline.match('m').feed()[Symbol.asyncIterator]()
    const reading = reader.next()
    await vi.waitFor(() => expect(wire.sockets[0]?.requests).toHaveLength(1))
    await touchline.close()
    expect(await reading).toEqual({ done: true, value: undefined })
    const late = touchline.match('m').feed()[Symbol.asyncIterator]()
    expect(await late.next()).toEqual({ done: true, value: undefined })
    expect(wire.sockets).toHaveLength(1)
  })
})

describe('what a feed asks for', () => {
  it('holds its options', async () => {
    const wire = await gateway()
    const options = { delaySeconds: 20, from: '63:00', complete: true, lang: 'de' } as const
    const feed = client({ url: wire.url, apiKey: 'tlk_a_b' }).match('m').feed(options)
    void feed[Symbol.asyncIterator]().next()
    await vi.waitFor(() => expect(wire.sockets[0]?.requests).toHaveLength(1))
    expect(wire.sockets[0]?.credentials).toEqual({ apiKey: 'tlk_a_b' })
    expect(wire.sockets[0]?.requests[0]?.params?.input).toEqual({ matchId: 'm', ...options })
    feed.close()
  })
})

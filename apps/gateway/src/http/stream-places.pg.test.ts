import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { openHouse, type TestHouse } from '../testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await house.store(1)
})
afterAll(() => house.close())

it('gives a newcomer a stream of the network that has all of them', async () => {
  const limits = { drainMs: 0, httpFeeds: 8, httpFeedsPerCaller: 2 }
  const gateway = await house.gateway({ limits, trustedProxies: 1 })
  const input = encodeURIComponent(JSON.stringify({ matchId: 'derby-1' }))
  const path = `/trpc/match.feed?input=${input}`
  const open = (from: string) => {
    const stream = { text: '', closed: false }
    const headers = { accept: 'text/event-stream', 'x-forwarded-for': from }
    const request = get({ port: gateway.port, host: '127.0.0.1', agent: false, path, headers })
    onTestFinished(() => void request.destroy())
    request.on('response', (response: IncomingMessage) => {
      response.on('data', data => (stream.text += data))
      response.on('close', () => (stream.closed = true))
      response.on('error', () => {})
    })
    request.on('error', () => {})
    return stream
  }
  const site = Array.from({ length: 8 }, (_, n) => open(`2001:db8:77:ab0${n >> 1}::1`))
  await vi.waitFor(() => expect(site.every(one => one.text.includes('connected'))).toBe(true), 10_000)
  const others = [open('198.51.100.1'), open('198.51.100.2')]
  await vi.waitFor(() => expect(site.filter(one => one.closed)).toHaveLength(2), 10_000)
  await house.publish(1)
  await vi.waitFor(() => expect(others.every(one => one.text.includes('"seq":2'))).toBe(true), 10_000)
  expect(others.some(one => one.closed)).toBe(false)
})

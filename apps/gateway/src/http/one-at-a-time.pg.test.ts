import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { openHouse, type TestHouse } from '../testing/house.ts'

let house: TestHouse
let port: number
beforeAll(async () => {
  house = await openHouse()
  await house.store(300)
  port = (await house.gateway({ limits: { drainMs: 0 } })).port
})
afterAll(() => house.close())

/** What a connection is told that sends this. */
function tell(text: string) {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const told = { socket, text: '', closed: once(socket, 'close') }
  socket.on('data', data => (told.text += data))
  socket.on('error', () => {})
  socket.write(text)
  return told
}
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`
const input = encodeURIComponent(JSON.stringify({ matchId: 'derby-1' }))
const stream = get(`/trpc/match.feed?input=${input}`, 'accept: text/event-stream\r\n')
const upgrade = get(
  '/trpc',
  'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
)
const page = get('/v1/matches/derby-1/events?limit=300')
const answers = (text: string) => text.split('HTTP/1.1 ').slice(1)

it('answers pipelined requests one after the other, in their order', async () => {
  const told = tell(get('/v1/matches/derby-1') + page + get('/v1/matches/nobody') + page)
  await vi.waitFor(() => expect(answers(told.text)).toHaveLength(4), 10_000)
  expect(answers(told.text).map(answer => answer.slice(0, 3))).toEqual(['200', '200', '404', '200'])
})

it('closes a connection that asks behind an event stream, or for more than may wait', async () => {
  for (const text of [stream + page.repeat(3), page.repeat(100)]) {
    const told = tell(text)
    await told.closed
    expect(answers(told.text).length).toBeLessThan(40)
  }
  const later = tell(stream)
  await vi.waitFor(() => expect(later.text).toContain('event: connected'), 10_000)
  later.socket.write(page)
  await later.closed
  expect(answers(later.text)).toHaveLength(1)
})

it('answers all of twenty requests of one who sends them at once and reads late', async () => {
  const told = tell(page.repeat(20))
  told.socket.pause()
  await vi.waitFor(() => expect(told.socket.bytesRead).toBeGreaterThan(0), 10_000)
  told.socket.resume()
  await vi.waitFor(() => expect(answers(told.text)).toHaveLength(20), 10_000)
})

it('mixes no answer into a socket', async () => {
  const told = tell(page + upgrade)
  await told.closed
  expect(told.text).not.toContain('101 Switching')
  const alone = tell(upgrade)
  await vi.waitFor(() => expect(alone.text).toContain('101 Switching'), 10_000)
})

it('takes one Host', async () => {
  const told = tell(get('/v1/matches', 'Host: y\r\n'))
  await told.closed
  expect(told.text).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"invalid-input"/)
})

it('takes credentials in a URL for event streams alone', async () => {
  const params = encodeURIComponent(JSON.stringify({ apiKey: 'tlk_x_y' }))
  const told = tell(get(`/trpc/match.list?connectionParams=${params}`))
  await vi.waitFor(() => expect(told.text).toMatch(/^HTTP\/1.1 400 [\s\S]*invalid-input/), 10_000)
})

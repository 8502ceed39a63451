import { request } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { postOf, startFeedFake } from '../../testing/feed-fake.ts'
import { startRig } from '../../testing/rig.ts'
import { newSecret, signedHeaders } from '../../testing/sign.ts'
import { goal, goals, secret, startWebhook } from '../../testing/webhook-rig.ts'

const mark = '\ufeff'
const path = '/webhooks/broadcast/acme'

async function rigWith() {
  const rig = await startWebhook()
  const post = async (body: Buffer, headers: Record<string, string>) => {
    const response = await fetch(`${rig.url}${path}`, { method: 'POST', body: new Uint8Array(body), headers })
    return { status: response.status, body: await response.json() }
  }
  return { ...rig, postBytes: post }
}

it('a byte order mark before JSON says nothing: at the webhook, in a stream', async () => {
  const { post, events } = await startWebhook()
  expect((await post(`${mark}${goal}`)).status).toBe(202)
  expect(await events('broadcast-events')).toHaveLength(1)
  const first = postOf(1)
  const feed = await startFeedFake([{ ...first, line: `${mark}${first.line}` }, postOf(2)])
  const rig = await startRig({ socialFeeds: [{ id: 'crowd', url: feed.url }] })
  await vi.waitFor(async () => expect(await rig.events('social-events')).toHaveLength(2))
})

describe('a body with a content encoding', () => {
  const gzipped = (body: string) => {
    const bytes = gzipSync(body)
    return { bytes, headers: { ...signedHeaders(secret, bytes), 'content-encoding': 'gzip' } }
  }

  it('of gzip is inflated; the signature is over the bytes as sent', async () => {
    const { postBytes, events } = await rigWith()
    const { bytes, headers } = gzipped(goals(50))
    expect((await postBytes(bytes, headers)).status).toBe(202)
    expect(await events('broadcast-events')).toHaveLength(50)
    const overText = { ...signedHeaders(secret, goal), 'content-encoding': 'gzip' }
    expect((await postBytes(gzipSync(goal), overText)).status).toBe(401)
  })

  it('that would inflate to more than a body may be is given up on', async () => {
    const { postBytes, everything } = await rigWith()
    const bomb = gzipped(' '.repeat(50_000_000))
    expect(bomb.bytes.length).toBeLessThan(100_000)
    const before = process.memoryUsage().rss
    const { status, body } = await postBytes(bomb.bytes, bomb.headers)
    expect([status, body.error.code]).toEqual([413, 'payload-too-large'])
    expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000)
    expect(await everything()).toEqual([])
  })

  it.each([
    ['gzip', gzipSync(goal)],
    ['gzip', gzipSync(' '.repeat(50_000_000))],
    ['gzip', Buffer.from(goal)],
    ['br', Buffer.from(goal)],
  ])('of %s is not looked at for a stranger: 401, whatever it is', async (encoding, bytes) => {
    const { postBytes } = await rigWith()
    const headers = { ...signedHeaders(newSecret(), bytes), 'content-encoding': encoding }
    const { status, body } = await postBytes(bytes, headers)
    expect([status, body.error.code]).toEqual([401, 'invalid-signature'])
  })

  it('that is no gzip: 400; of another kind: 415', async () => {
    const { postBytes } = await rigWith()
    const bytes = Buffer.from(goal)
    const answers = await Promise.all(
      ['gzip', 'br', 'gzip, gzip'].map(encoding =>
        postBytes(bytes, { ...signedHeaders(secret, bytes), 'content-encoding': encoding }),
      ),
    )
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
      [400, 'invalid-json'],
      [415, 'unsupported-encoding'],
      [415, 'unsupported-encoding'],
    ])
  })
})

it.each(['before', 'after'])('a signature in two header lines, the right one %s a wrong one', async place => {
  const { ingest } = await startWebhook()
  const headers = signedHeaders(secret, goal)
  const wrong = signedHeaders(newSecret(), goal)['webhook-signature']
  const right = headers['webhook-signature']
  const signatures = place === 'before' ? [right, wrong] : [wrong, right]
  const status = await new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: ingest.port, path, method: 'POST' }
    const sending = request(
      { ...options, headers: { ...headers, 'webhook-signature': signatures } },
      response => {
        response.resume()
        resolve(response.statusCode)
      },
    )
    sending.on('error', reject).end(goal)
  })
  expect(status).toBe(202)
})

describe('an address or a request that can not be read', () => {
  const ask = (port: number, head: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(head))
      let text = ''
      socket.on('data', data => (text += data))
      socket.on('error', reject)
      socket.on('close', () => resolve(text))
    })

  it.each(['/webhooks/broadcast/%zz', '/%', '/webhooks/broadcast/%E0%A4%A'])(
    '%s: 400 in our form',
    async address => {
      const { url } = await startWebhook()
      const response = await fetch(`${url}${address}`, { method: 'POST', body: goal })
      expect([response.status, (await response.json()).error]).toMatchObject([
        400,
        { code: 'invalid-input', message: expect.any(String), retryable: false },
      ])
    },
  )

  it.each(['GARBAGE\r\n\r\n', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`])(
    'what is no HTTP: 400 in our form',
    async head => {
      const { ingest } = await startWebhook()
      expect(await ask(ingest.port, head)).toMatch(/^HTTP\/1.1 400 [\s\S]*\{"error":\{"code":"invalid-input"/)
    },
  )
})

import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { startWebhook } from './testing/webhook-rig.ts'

const mib = 1_048_576
const escaped = (text: string) =>
  [...text].map(char => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')

const path = '/webhooks/broadcast/acme'
/** Ways to write the webhook's path, and paths of nothing. */
const spellings = [
  path,
  `/${escaped('webhooks')}/broadcast/acme`,
  `/webhooks/${escaped('broadcast')}/acme`,
  `/webhooks/broadcast/${escaped('acme')}`,
  `/webhooks/broadcast/${escaped(escaped('acme'))}`,
  `/${escaped('webhooks/broadcast/acme')}`,
  `${path}/`,
  `${path}//`,
  `/${path}`,
  path.replaceAll('/', '//'),
  `/.${path}`,
  `/x/..${path}`,
  `/%2e%2e${path}`,
  `/webhooks/broadcast/other/../acme`,
  path.replaceAll('/', '\\'),
  path.toUpperCase(),
  `${path};v=1`,
  `/webhooks;v=1/broadcast/acme`,
  `${path}%00`,
  `${path}%`,
  `${path}%ff`,
  `${path}?a=b`,
  `${path}?%zz=%ff`,
  `${path}#part`,
  `http://touchline${path}`,
  `https://other.example:443${path}`,
  `http://user@touchline${path}`,
  `/webhooks/broadcast/${'a'.repeat(2_000)}`,
  '/webhooks/broadcast/',
  '/webhooks',
  '/metrics',
  '/health/ready',
  '/nowhere',
  '*',
]

/** Sends a head that announces a body, and of that so much; resolves with the status, or 0 where no answer came. */
function statusOf(port: number, target: string, announcedBytes: number, sentBytes: number): Promise<number> {
  return new Promise(resolve => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => {
      const head = [`POST ${target} HTTP/1.1`, 'host: touchline', 'content-type: application/json']
      socket.write(
        `${head.join('\r\n')}\r\ncontent-length: ${announcedBytes}\r\n\r\n${' '.repeat(sentBytes)}`,
      )
    })
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on('error', () => {})
    socket.on('data', data => {
      text += data
      socket.destroy()
    })
    socket.on('close', () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0)))
  })
}

it('however a path is written, its request meets the webhook or nothing', async () => {
  const { ingest } = await startWebhook()
  for (const target of spellings) {
    const status = await statusOf(ingest.port, target, 1, 1)
    expect([400, 401, 404], target).toContain(status)
  }
})

it('a body is bounded by its head, or not waited for: none is collected that nobody opened room for', async () => {
  const { ingest } = await startWebhook()
  for (const target of spellings) {
    const status = await statusOf(ingest.port, target, 2 * mib, 10)
    expect([400, 404, 413], target).toContain(status)
  }
})

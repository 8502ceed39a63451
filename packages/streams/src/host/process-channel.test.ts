import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'
import { createMemoryBroadcast } from '../memory/index.ts'
import { createProcessChannel } from './process-channel.ts'
import { serveHostBroadcast } from './serve-host-broadcast.ts'

const main = fileURLToPath(new URL('./testing/worker-main.ts', import.meta.url))
const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 10_000, interval: 10 })

it('lends the broadcast to a process, and holds little for one that stands still', async () => {
  const broker = createMemoryBroadcast()
  const heard: unknown[] = []
  const published: number[] = []
  await broker.subscribe('from-worker', {
    onNotice: ({ firstSeq }) => void published.push(firstSeq),
    onInterrupted: () => {},
  })
  const host = serveHostBroadcast(broker, { maxWaitingBytes: 1_000_000 })
  const child = fork(main, { serialization: 'advanced', execArgv: [] })
  try {
    host.attach(createProcessChannel(child, 'broadcast'))
    createProcessChannel(child, 'report').onMessage(message => void heard.push(message))
    await until(() => expect(heard).toContainEqual({ ready: true }))
    expect(published).toEqual([1])
    child.kill('SIGSTOP')
    const send = (seq: number) =>
      broker.publish([{ channel: 'm', epoch: 1, firstSeq: seq, lastSeq: seq, body: 'x'.repeat(50_000) }])
    for (let seq = 1; seq <= 500; seq++) await send(seq)
    expect(host.dropped).toBeGreaterThan(400)
    child.kill('SIGCONT')
    await until(() => expect(heard).toContainEqual({ interrupted: true }))
    await send(501)
    await until(() => expect(heard.at(-1)).toEqual({ seq: 501, bodyLength: 50_000 }))
  } finally {
    child.kill('SIGKILL')
  }
}, 20_000)

import { expect, it, vi } from 'vitest'
import type { Broadcast } from '../broadcast.ts'
import { describeBroadcast } from '../contract/broadcast.contract.ts'
import { createTcpProxy } from '../contract/tcp-proxy.ts'
import { createRedisBroadcast } from './broadcast.ts'

describeBroadcast('redis', async () => {
  const server = process.env.TOUCHLINE_TEST_REDIS_URL
  if (!server)
    throw new Error('TOUCHLINE_TEST_REDIS_URL is missing: run this with the vitest project "redis"')
  const url = new URL(server)
  const proxy = await createTcpProxy(Number(url.port || 6379))
  url.port = String(proxy.port)
  return {
    open: async () => createRedisBroadcast({ urls: [url.href] }),
    takeAway: async how => proxy[how](),
    restore: async () => proxy.restore(),
    stop: () => proxy.close(),
  }
})

describeBroadcast('redis cluster', async () => {
  const nodes = process.env.TOUCHLINE_TEST_REDIS_CLUSTER?.split(',')
  if (!nodes)
    throw new Error('TOUCHLINE_TEST_REDIS_CLUSTER is missing: run this with the vitest project "redis"')
  const proxies = await Promise.all(nodes.map(node => createTcpProxy(Number(node.split(':').at(-1)))))
  const natMap = Object.fromEntries(
    nodes.map((node, place) => [node, { host: '127.0.0.1', port: proxies[place]?.port ?? 0 }]),
  )
  const seeds = proxies.map(({ port }) => `127.0.0.1:${port}`)
  return {
    open: async () => createRedisBroadcast({ urls: seeds, natMap }),
    takeAway: async how => {
      for (const proxy of proxies) proxy[how]()
    },
    restore: async () => {
      for (const proxy of proxies) proxy.restore()
    },
    stop: async () => void (await Promise.all(proxies.map(proxy => proxy.close()))),
  }
})

it.each(['TOUCHLINE_TEST_REDIS_URL', 'TOUCHLINE_TEST_REDIS_CLUSTER'])(
  'keeps systems apart that share one Redis (%s)',
  async name => {
    const urls = process.env[name]?.split(',') ?? []
    const [ours, theirs] = ['ours', 'theirs'].map(prefix => createRedisBroadcast({ urls, prefix }))
    const heard = { ours: [] as number[], theirs: [] as number[] }
    const notice = (seq: number) => ({ channel: 'derby', epoch: 1, firstSeq: seq, lastSeq: seq })
    const listen = (broadcast: Broadcast | undefined, seqs: number[]) =>
      vi.waitFor(
        () =>
          broadcast?.subscribe('derby', {
            onNotice: ({ firstSeq }) => void seqs.push(firstSeq),
            onInterrupted() {},
          }),
        5_000,
      )
    await listen(ours, heard.ours)
    await listen(theirs, heard.theirs)
    await ours?.publish([notice(1)])
    await theirs?.publish([notice(2)])
    await vi.waitFor(() => expect(heard).toEqual({ ours: [1], theirs: [2] }), 5_000)
    await Promise.all([ours?.close(), theirs?.close()])
  },
)

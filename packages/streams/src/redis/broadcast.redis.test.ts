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

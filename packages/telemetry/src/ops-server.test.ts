import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { endConnectionsWhileLeaving, leaveFirst } from './leave.ts'
import { createLogger } from './logger.ts'
import { createMetrics } from './metrics.ts'
import { createOperations } from './operations.ts'
import { createOpsHandler, startOpsServer } from './ops-server.ts'

const operationsOf = () =>
  createOperations({
    logger: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics('test'),
    schema: 'none',
    ready: [{ name: 'database', check: async () => {} }],
    started: () => true,
  })

async function publicPort(operations = operationsOf()) {
  const answer = createOpsHandler(operations, () => 'status')
  const server = createServer((request, response) => {
    if (!answer(request, response)) response.end('a page')
  }).listen(0, '127.0.0.1')
  endConnectionsWhileLeaving(server, operations)
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { operations, get: (path: string) => fetch(`http://127.0.0.1:${port}${path}`) }
}

it('tells all at a port of its own', async () => {
  const server = await startOpsServer(operationsOf(), { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)
  expect(await (await get('/health/ready')).json()).toMatchObject({
    ok: true,
    checks: [{ name: 'database' }],
  })
  expect(await (await get('/health/live?from=kubelet')).json()).toMatchObject({ ok: true })
  expect(await (await get('/health/startup')).json()).toMatchObject({ ok: true })
  expect((await get('/metrics')).headers.get('content-type')).toContain('version=0.0.4')
  for (const path of ['/', '/health', '/health/other']) expect((await get(path)).status).toBe(404)
})

it('tells nothing to a page that was given this machine under a name of its own', async () => {
  const server = await startOpsServer(operationsOf(), { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const ask = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      get({ host: '127.0.0.1', port: server.port, path: '/metrics', headers, agent: false }, answer => {
        answer.resume()
        resolve(answer.statusCode)
      }).on('error', reject)
    })
  expect(await ask({ host: `evil.example:${server.port}` })).toBe(421)
  expect(await ask({ origin: 'http://evil.example' })).toBe(421)
  expect(await ask({ host: `localhost:${server.port}` })).toBe(200)
})

it('says which setting to change where its port is taken', async () => {
  const server = await startOpsServer(operationsOf(), { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  await expect(startOpsServer(operationsOf(), { host: '127.0.0.1', port: server.port })).rejects.toThrow(
    'set OPS_PORT',
  )
})

it('tells a bare status at the public port, and neither startup nor metrics', async () => {
  const { get } = await publicPort()
  for (const path of ['/health/live', '/health/ready'])
    expect(await (await get(path)).text()).toBe('{"status":"ok"}')
  for (const path of ['/health/startup', '/metrics']) expect((await get(path)).status).toBe(404)
  expect(await (await get('/')).text()).toBe('a page')
})

it('goes on answering while it leaves, not ready, and keeps no connection', async () => {
  const { operations, get } = await publicPort()
  expect((await get('/')).headers.get('connection')).toBe('keep-alive')
  const stopped = leaveFirst(operations, 300).stop()
  const ready = await get('/health/ready')
  expect([ready.status, await ready.text()]).toEqual([503, '{"status":"unavailable"}'])
  const page = await get('/')
  expect([page.status, page.headers.get('connection')]).toEqual([200, 'close'])
  await stopped
})

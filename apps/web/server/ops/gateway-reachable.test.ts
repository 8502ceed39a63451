import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { reachableAt } from './gateway-reachable.ts'

it('asks the gateway at most once a second, however many strangers ask for readiness and metrics', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('{}')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const at = { ms: 0 }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const reachable = reachableAt(
    () => url,
    () => at.ms,
  )
  const answers = await Promise.all(Array.from({ length: 1_000 }, reachable))
  expect(new Set(answers)).toEqual(new Set([true]))
  expect(asked).toEqual(['/health/live'])
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  expect(await reachable()).toBe(true)
  at.ms = 1_000
  expect(await reachable()).toBe(false)
})

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { checkPorts } from './ports.mjs'
import { end, isRunning, own } from './processes.mjs'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A process that says "up" once its handlers are in place. */
async function start(code: string) {
  const child = spawn(process.execPath, ['-e', `${code}; console.log('up'); setInterval(() => {}, 1000)`])
  children.push(child)
  await once(child.stdout, 'data')
  return own(child.pid ?? 0)
}

test('a process that ends when asked is ended', async () => {
  const owned = await start('')
  expect(isRunning(owned)).toBe(true)
  expect(await end(owned)).toBe('ended')
  expect(isRunning(owned)).toBe(false)
  expect(await end(owned)).toBe('gone')
})

test('one that does not is killed after the deadline', async () => {
  const owned = await start("process.on('SIGTERM', () => {})")
  expect(await end(owned, { deadlineMs: 200 })).toBe('killed')
  expect(isRunning(owned)).toBe(false)
})

test('one that has retitled itself is still known', async () => {
  const owned = await start("process.title = 'another'")
  expect(isRunning(owned)).toBe(true)
})

test('a pid that belongs to a later process is left alone', async () => {
  const owned = await start('')
  expect(await end({ ...owned, identity: `1 ${owned.identity}` })).toBe('gone')
  expect(isRunning(owned)).toBe(true)
})

test('a port in use is told with its app, its process and what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const refused = checkPorts({ gateway: port })
  await expect(refused).rejects.toThrow(`Port ${port} (gateway) is in use by process ${process.pid} (`)
  await expect(refused).rejects.toHaveProperty('advice.0', expect.stringContaining('GATEWAY_PORT='))
  server.close()
  await once(server, 'close')
  await expect(checkPorts({ gateway: port })).resolves.toBeUndefined()
})

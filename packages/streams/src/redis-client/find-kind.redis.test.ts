import { expect, it } from 'vitest'
import { createTcpProxy } from '../contract/tcp-proxy.ts'
import { findKind } from './find-kind.ts'

const setting = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is missing: run this with the vitest project "redis"`)
  return value
}
const ask = (url: string, errors: unknown[] = [], signal = new AbortController().signal) =>
  findKind({ urls: [url] }, { signal, onError: error => errors.push(error) })

it('knows a cluster by any one of its nodes, and a server that is alone, whatever database is named', async () => {
  for (const node of setting('TOUCHLINE_TEST_REDIS_CLUSTER').split(','))
    expect(await ask(node)).toBe('cluster')
  expect(await ask(setting('TOUCHLINE_TEST_REDIS_URL'))).toBe('single')
  expect(await ask(`${setting('TOUCHLINE_TEST_REDIS_URL')}/2`)).toBe('single')
})

it('asks until somebody answers, or until it is told to stop', async () => {
  const proxy = await createTcpProxy(
    Number(setting('TOUCHLINE_TEST_REDIS_CLUSTER').split(',')[0]?.split(':')[1]),
  )
  const errors: unknown[] = []
  proxy.cut()
  const ending = new AbortController()
  const [asked, stopped] = [ask(`127.0.0.1:${proxy.port}`, errors), ask('127.0.0.1:1', [], ending.signal)]
  ending.abort()
  await expect(stopped).rejects.toThrow('aborted')
  await expect.poll(() => errors.length).toBeGreaterThan(1)
  proxy.restore()
  expect(await asked).toBe('cluster')
  await proxy.close()
})

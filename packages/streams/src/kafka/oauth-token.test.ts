import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createTokenSource } from './oauth-token.ts'
import { startTokenServer, type TokenServer } from './testing/token-server.ts'

let server: TokenServer
beforeEach(async () => {
  server = await startTokenServer('s3cret', 1)
})
afterEach(() => server.close())
const client = () => ({ tokenUrl: server.url, clientId: 'touchline', clientSecret: 's3cret' })

it('asks once for all that want a token, and anew before its life is over', async () => {
  const token = createTokenSource(client())
  const first = await Promise.all([token(), token(), token()])
  expect(new Set(first).size).toBe(1)
  await token()
  expect(server.asked()).toBe(1)
  await vi.waitFor(async () => {
    await token()
    expect(server.asked()).toBe(2)
  })
})

it('asks again after a refusal', async () => {
  const token = createTokenSource({ ...client(), clientSecret: 'wr0ng' })
  await expect(token()).rejects.toThrow(/^the token server 127.0.0.1:\d+ answered 401/)
  await expect(token()).rejects.toThrow(/answered 401/)
  expect(server.asked()).toBe(2)
})

it('says that a server is away', async () => {
  const token = createTokenSource({ ...client(), tokenUrl: 'http://127.0.0.1:1/token' })
  await expect(token()).rejects.toThrow(/^the token server 127.0.0.1:1 can't be reached: /)
})

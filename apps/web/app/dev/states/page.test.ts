import { afterEach, expect, it, vi } from 'vitest'
import { readEnv } from '../../../env.ts'
import Page from './page.tsx'

afterEach(() => void vi.unstubAllEnvs())

it('is not there in production, unless a setting says so', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  vi.stubEnv('DEV_PAGES', '')
  await expect(Page()).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
  vi.stubEnv('DEV_PAGES', '1')
  // It goes on to ask for a cookie, for which it needs a request.
  await expect(Page()).rejects.toThrow('outside a request scope')
})

it.each([
  [{ NODE_ENV: 'production' }, false],
  [{ NODE_ENV: 'production', DEV_PAGES: '0' }, false],
  [{ NODE_ENV: 'production', DEV_PAGES: '1' }, true],
] as const)('with %j is served: %s', (env, isServed) => {
  expect(readEnv(env).servesDevPages).toBe(isServed)
})

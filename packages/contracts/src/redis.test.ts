import { expect, it } from 'vitest'
import { z } from 'zod'
import { checkRedis, redisEnv, redisOf } from './redis.ts'
import { readSettings } from './settings.ts'

const schema = z.object(redisEnv).superRefine(checkRedis)
const read = (source: Record<string, string>) => redisOf(readSettings(schema, { title: 'faulty', source }))

it('reads one server, a cluster, and whoever comes in', () => {
  expect(read({})).toBeUndefined()
  expect(read({ REDIS_URL: 'redis://127.0.0.1:6379' })).toMatchObject({ urls: ['redis://127.0.0.1:6379'] })
  expect(read({ REDIS_URL: 'a:6379, b:6379' })).toMatchObject({ urls: ['a:6379', 'b:6379'] })
  expect(read({ REDIS_URL: 'rediss://[::1]', REDIS_USERNAME: 'u', REDIS_PASSWORD: 'p' })).toMatchObject({
    username: 'u',
    password: 'p',
  })
})

const pem = (what: string) => `-----BEGIN ${what}-----\nAAAA\n-----END ${what}-----`
const [cert, key] = [pem('CERTIFICATE'), pem('PRIVATE KEY')]

it.each([
  [{ REDIS_URL: 'http://a' }, 'REDIS_URL must be redis:// or rediss:// URLs'],
  [{ REDIS_URL: 'redis://a', REDIS_PREFIX: 'a{b}' }, 'REDIS_PREFIX must be 1 to 32'],
  [{ REDIS_URL: 'redis://a,' }, 'REDIS_URL must be redis:// or rediss:// URLs'],
  [{ REDIS_URL: 'redis://a,rediss://b' }, 'REDIS_URL must be rediss:// for all nodes or for none'],
  [{ REDIS_PASSWORD: 'hunter2' }, 'REDIS_PASSWORD is set, and REDIS_URL is not'],
  [
    { REDIS_URL: 'redis://u:hunter2@a', REDIS_PASSWORD: 'hunter2' },
    'REDIS_PASSWORD is set, and REDIS_URL has one',
  ],
  [{ REDIS_URL: 'redis://u:hunter2@a', REDIS_USERNAME: 'u' }, 'REDIS_USERNAME is set, and REDIS_URL has one'],
  [{ REDIS_URL: 'redis://a', REDIS_TLS_CA: cert }, 'REDIS_TLS_CA is set, and REDIS_URL is not encrypted'],
  [{ REDIS_URL: 'rediss://a', REDIS_TLS_CA: 'hunter2' }, 'REDIS_TLS_CA must be a certificate in PEM'],
  [{ REDIS_URL: 'rediss://a', REDIS_TLS_CERT: cert }, 'REDIS_TLS_CERT is set without REDIS_TLS_KEY'],
  [{ REDIS_URL: 'rediss://a', REDIS_TLS_KEY: key }, 'REDIS_TLS_KEY is set without REDIS_TLS_CERT'],
  [{ REDIS_URL: 'rediss://a', REDIS_TLS_CERT: cert, REDIS_TLS_KEY: key }, 'REDIS_TLS_KEY cannot be read'],
])('refuses %o in words that show no secret', (source: Record<string, string>, words) => {
  expect(() => read(source)).toThrow(words)
  expect(() => read(source)).not.toThrow('hunter2')
})

import { createSecureContext } from 'node:tls'
import { z } from 'zod'

/** How Redis is reached. */
export interface RedisSettings {
  /**
   * `redis://`, `rediss://` (TLS) or `host:port`. One: a server, or an address of a cluster, which is found out by
   * asking. Several: nodes of one cluster.
   */
  readonly urls: readonly string[]
  /** Of the ACL user, where the URL has none. */
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** For `rediss://`, as PEM. Without `ca` the authorities that Node trusts count. */
  readonly tls?: RedisTls | undefined
  /** Stands before the name of every channel and key, and a colon after it. Default `defaultRedisPrefix`. */
  readonly prefix?: string | undefined
}

export const defaultRedisPrefix = 'touchline'

export interface RedisTls {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

/** The settings of Redis, to be spread into those of a process that uses it; their object is to be checked by `checkRedis`. */
export const redisEnv = {
  /** One server's URL, a cluster's configuration endpoint, or nodes of a cluster, separated by commas. Unset: no Redis. */
  REDIS_URL: z.string().refine(isUrls, 'must be redis:// or rediss:// URLs, separated by commas').optional(),
  REDIS_USERNAME: z.string().optional(),
  REDIS_PASSWORD: z.string().optional(),
  /** Keeps systems apart that share one Redis; the same in all processes of a system. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,32}$/, 'must be 1 to 32 letters, digits, or any of _ . -')
    .optional(),
  /** PEM of the authorities that sign the servers' certificates. Unset: those that Node trusts. */
  REDIS_TLS_CA: z
    .string()
    .regex(/-----BEGIN CERTIFICATE-----/, 'must be a certificate in PEM')
    .optional(),
  /** PEM of this client's certificate and key, where the servers ask for one. */
  REDIS_TLS_CERT: z
    .string()
    .regex(/-----BEGIN CERTIFICATE-----/, 'must be a certificate in PEM')
    .optional(),
  REDIS_TLS_KEY: z
    .string()
    .regex(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'must be a private key in PEM')
    .optional(),
}
const envSchema = z.object(redisEnv)
export type RedisEnv = z.infer<typeof envSchema>

export function redisOf(env: RedisEnv): RedisSettings | undefined {
  if (env.REDIS_URL === undefined) return undefined
  return {
    urls: urlsOf(env.REDIS_URL),
    username: env.REDIS_USERNAME,
    password: env.REDIS_PASSWORD,
    prefix: env.REDIS_PREFIX,
    tls: { ca: env.REDIS_TLS_CA, cert: env.REDIS_TLS_CERT, key: env.REDIS_TLS_KEY },
  }
}

/** For `superRefine`: what the settings of Redis say against each other. */
export function checkRedis(env: RedisEnv, context: z.core.$RefinementCtx): void {
  for (const [name, message] of faultsOf(env)) context.addIssue({ code: 'custom', path: [name], message })
}

type Fault = readonly [name: keyof RedisEnv, message: string]

function faultsOf(env: RedisEnv): readonly Fault[] {
  const { REDIS_URL: text, ...others } = env
  const set = (Object.keys(redisEnv) as (keyof typeof others)[]).filter(name => others[name] !== undefined)
  if (text === undefined) return set.map(name => [name, 'is set, and REDIS_URL is not'])
  const urls = urlsOf(text).map(redisAddress)
  return [...twiceIn(env, urls), ...tlsFaults(env, urls)]
}

function twiceIn(env: RedisEnv, urls: readonly URL[]): Fault[] {
  const twice = 'is set, and REDIS_URL has one, too: keep one of them'
  return [
    ...(env.REDIS_USERNAME && urls.some(url => url.username) ? [['REDIS_USERNAME', twice] as const] : []),
    ...(env.REDIS_PASSWORD && urls.some(url => url.password) ? [['REDIS_PASSWORD', twice] as const] : []),
  ]
}

function tlsFaults(env: RedisEnv, urls: readonly URL[]): Fault[] {
  const encrypted = urls.filter(isEncrypted).length
  if (encrypted === urls.length) return certificateFaults(env)
  if (encrypted > 0) return [['REDIS_URL', 'must be rediss:// for all nodes or for none']]
  const names = (['REDIS_TLS_CA', 'REDIS_TLS_CERT', 'REDIS_TLS_KEY'] as const).filter(name => env[name])
  return names.map(name => [name, 'is set, and REDIS_URL is not encrypted: begin it with rediss://'])
}

function certificateFaults({
  REDIS_TLS_CA: ca,
  REDIS_TLS_CERT: cert,
  REDIS_TLS_KEY: key,
}: RedisEnv): Fault[] {
  if (cert && !key) return [['REDIS_TLS_CERT', 'is set without REDIS_TLS_KEY']]
  if (key && !cert) return [['REDIS_TLS_KEY', 'is set without REDIS_TLS_CERT']]
  if (ca && !isUsable({ ca })) return [['REDIS_TLS_CA', 'has a certificate that cannot be read']]
  if (cert && !isUsable({ cert, key }))
    return [['REDIS_TLS_KEY', 'cannot be read, or is not the key of REDIS_TLS_CERT']]
  return []
}

function isUsable(tls: RedisTls): boolean {
  try {
    createSecureContext(tls)
    return true
  } catch {
    return false
  }
}

const urlsOf = (text: string): string[] => text.split(',').map(url => url.trim())

/** An address as a URL; throws a TypeError where it is none. */
export const redisAddress = (address: string): URL =>
  new URL(address.includes('://') ? address : `redis://${address}`)

export const isEncrypted = (url: URL): boolean => url.protocol === 'rediss:'

function isUrls(text: string): boolean {
  try {
    return urlsOf(text)
      .map(redisAddress)
      .every(({ protocol, hostname }) => /^rediss?:$/.test(protocol) && hostname !== '')
  } catch {
    return false
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisSettings } from '@touchline/contracts/redis'
import { Redis } from 'ioredis'
import { type RedisTuning, retryMs, singleOptions } from './connect.ts'

export type RedisKind = 'single' | 'cluster'

export interface FindKindOptions extends RedisTuning {
  /** Ends the asking: the promise rejects. */
  readonly signal: AbortSignal
  /** Told why an attempt got no answer. */
  readonly onError: (error: unknown) => void
}

/** Whether one server or a cluster stands behind the settings. Where nobody answers, asks again until somebody does. */
export async function findKind(settings: RedisSettings, options: FindKindOptions): Promise<RedisKind> {
  const { signal, onError } = options
  if (settings.urls.length > 1) return 'cluster'
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await ask(settings, options)
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
    await sleep(retryMs(attempt), undefined, { signal })
  }
}

async function ask(settings: RedisSettings, { signal, ...tuning }: FindKindOptions): Promise<RedisKind> {
  const redis = new Redis({
    ...singleOptions(settings, tuning),
    lazyConnect: true,
    enableReadyCheck: false,
    // SELECT is refused by a cluster, and this asks for no data.
    db: 0,
    retryStrategy: () => null,
  })
  let cause: Error | undefined
  redis.on('error', error => {
    cause = error
  })
  const end = () => redis.disconnect()
  signal.addEventListener('abort', end)
  try {
    await redis.connect()
    // Any user may send HELLO, whatever its ACL.
    return kindOf(await redis.call('HELLO'))
  } catch (error) {
    throw cause ?? error
  } finally {
    signal.removeEventListener('abort', end)
    redis.disconnect()
  }
}

function kindOf(reply: unknown): RedisKind {
  const mode = Array.isArray(reply) ? reply[reply.indexOf('mode') + 1] : Object(reply).mode
  if (mode === 'sentinel')
    throw new Error('REDIS_URL names a Sentinel: it must name the server itself, or a cluster')
  return mode === 'cluster' ? 'cluster' : 'single'
}

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

/** Where the keys of whoever signs fan tokens are found: a set that is at hand, or one behind a URL. */
export type FanKeySettings = { readonly jwks: string } | { readonly url: string }

/** Gives the key of a token. Rejects with KeysUnavailable while no set is known at all. */
export interface FanKeys {
  readonly keyOf: JWTVerifyGetKey
}

export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

export interface FanKeyTimes {
  /** From then on a set is asked for anew, beside the calls that use the old one. */
  readonly maxAgeMs: number
  /** Between two attempts, whatever tokens name. */
  readonly cooldownMs: number
  readonly timeoutMs: number
}

const defaultTimes: FanKeyTimes = { maxAgeMs: 300_000, cooldownMs: 10_000, timeoutMs: 3_000 }
const maxSetBytes = 65_536

const publicKeySchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().max(64),
  kid: z.string().max(128).optional(),
})
const setSchema = z.object({ keys: z.array(z.unknown()).max(100) })

/** The Ed25519 keys of a set, their public parts alone. Throws for what is no set. */
export function readKeySet(text: string): JSONWebKeySet {
  const { keys } = setSchema.parse(JSON.parse(text))
  const usable = keys.flatMap(key => {
    const parsed = publicKeySchema.safeParse(key)
    return parsed.success ? [{ ...parsed.data, alg: 'EdDSA', use: 'sig' }] : []
  })
  if (usable.length === 0) throw new Error('the key set has no Ed25519 key')
  return { keys: usable.map(({ kid, ...key }) => (kid === undefined ? key : { ...key, kid })) }
}

/** The keys of all these sets. A set that is at hand is asked first: with its tokens no URL is needed. */
export function createFanKeys(
  settings: FanKeySettings | readonly FanKeySettings[],
  onError: (error: unknown) => void,
  times: Partial<FanKeyTimes> = {},
): FanKeys {
  const sets = [settings].flat().map(one => createKeySet(one, onError, { ...defaultTimes, ...times }))
  return {
    keyOf: async (header, token) => {
      let missing: unknown = new errors.JWKSNoMatchingKey()
      for (const { keyOf } of sets) {
        try {
          return await keyOf(header, token)
        } catch (error) {
          if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
          missing = error
        }
      }
      throw missing
    },
  }
}

function createKeySet(
  settings: FanKeySettings,
  onError: (error: unknown) => void,
  times: FanKeyTimes,
): FanKeys {
  if ('jwks' in settings) return { keyOf: createLocalJWKSet(readKeySet(settings.jwks)) }
  return createRemoteKeys(settings.url, onError, times)
}

/** A set that could be read once stays in use for as long as its URL is away. */
function createRemoteKeys(url: string, onError: (error: unknown) => void, times: FanKeyTimes): FanKeys {
  let known: JWTVerifyGetKey | undefined
  let readAtMs = 0
  let triedAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const refresh = (): Promise<void> => {
    const nowMs = performance.now()
    if (!reading && nowMs - triedAtMs < times.cooldownMs) return Promise.resolve()
    triedAtMs = nowMs
    reading ??= fetchKeySet(url, times.timeoutMs)
      .then(set => {
        known = createLocalJWKSet(set)
        readAtMs = performance.now()
      })
      .catch(onError)
      .finally(() => {
        reading = undefined
      })
    return reading
  }

  const current = async (): Promise<JWTVerifyGetKey> => {
    if (!known) await refresh()
    else if (performance.now() - readAtMs > times.maxAgeMs) void refresh()
    if (!known) throw new KeysUnavailable("the fans' keys can't be read")
    return known
  }
  return {
    keyOf: async (header, token) => {
      try {
        return await (await current())(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        await refresh()
        return (await current())(header, token)
      }
    },
  }
}

async function fetchKeySet(url: string, timeoutMs: number): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new Error(`the fans' keys: status ${response.status}`)
  return readKeySet(await boundedText(response))
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxSetBytes) throw new Error("the fans' key set is too large")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

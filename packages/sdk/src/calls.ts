import type { Credentials } from './credentials.ts'
import { TouchlineError, touchlineErrorOf } from './touchline-error.ts'

/** One call of the gateway's tRPC API by its path, such as `match.get`. Rejects with a TouchlineError. */
export type Call = (path: string, input?: unknown, kind?: 'query' | 'mutation') => Promise<unknown>

export interface CallOptions {
  /** Of the tRPC endpoint. */
  readonly url: string
  readonly credentials: Credentials
  readonly fetch: typeof fetch
  readonly timeoutMs: number
}

interface Answer {
  readonly result?: { readonly data: unknown }
  readonly error?: { readonly message: string; readonly data: object }
}

/** Calls over HTTP, in tRPC's own form. */
export function createCalls(options: CallOptions): Call {
  return async (path, input, kind) => {
    const json = JSON.stringify(input)
    const url = `${options.url}/${path}`
    const response = await (kind === 'mutation'
      ? request(options, url, { method: 'POST', body: json ?? null })
      : request(options, json ? `${url}?input=${encodeURIComponent(json)}` : url))
    const { result, error }: Answer = await response.json().catch(() => ({}))
    if (result) return result.data
    throw touchlineErrorOf(Object.assign(new Error(error?.message ?? noAnswer(response)), error))
  }
}

/** Gets JSON from the gateway's REST pages; undefined where there is nothing. */
export async function getPage<T>(path: string, options: CallOptions): Promise<T | undefined> {
  const response = await request(options, options.url.replace(/trpc$/, `v1${path}`))
  if (response.ok) return response.json()
  if (response.status === 404) return undefined
  throw new TouchlineError('unavailable', noAnswer(response))
}

const noAnswer = ({ status }: Response) => `The gateway answered ${status}.`

async function request({ fetch, credentials, timeoutMs }: CallOptions, url: string, init?: RequestInit) {
  try {
    const headers = { 'content-type': 'application/json', ...(await credentials.headers()) }
    return await fetch(url, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) })
  } catch (cause) {
    throw touchlineErrorOf(cause)
  }
}

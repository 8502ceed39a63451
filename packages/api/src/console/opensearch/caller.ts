/** Where OpenSearch is, such as `https://search.example:9200`; a user and a password may stand in it. */
export interface OpenSearchPlace {
  readonly url: string
  /** The name by which the index is known. Default `touchline-events`. */
  readonly alias?: string
}

export const aliasOf = ({ alias = 'touchline-events' }: OpenSearchPlace): string => alias

/** It did not answer, or can't now: the same call may succeed later. */
export class OpenSearchAway extends Error {
  override readonly name = 'OpenSearchAway'
}

/** It will not take this call, however often it comes. */
export class OpenSearchRefused extends Error {
  override readonly name = 'OpenSearchRefused'
  readonly status: number
  /** OpenSearch's own name of the fault; empty where it gave none. */
  readonly kind: string

  constructor(status: number, kind: string) {
    super(`OpenSearch answered ${status}${kind === '' ? '' : `, ${kind}`}`)
    this.status = status
    this.kind = kind
  }
}

export interface OpenSearchCall {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Begins with `/`. */
  readonly path: string
  readonly body?: string
  /** Bounds the call, its answer included. */
  readonly timeoutMs: number
}

/** Resolves with the answer's JSON; rejects with OpenSearchAway or OpenSearchRefused. */
export type OpenSearchCaller = (call: OpenSearchCall) => Promise<unknown>

const maxAnswerBytes = 8 * 1_048_576

export function createCaller({ url }: OpenSearchPlace): OpenSearchCaller {
  const { base, authorization } = readUrl(url)
  const headers = { 'content-type': 'application/x-ndjson', ...(authorization && { authorization }) }
  return async ({ method, path, body, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const init = { method, headers, redirect: 'manual', signal, ...(body !== undefined && { body }) } as const
    const answer = await fetch(`${base}${path}`, init).catch(away)
    const value = await readJson(answer).catch(away)
    if (answer.ok) return value
    if (answer.status === 429 || answer.status >= 500)
      throw new OpenSearchAway(`OpenSearch answered ${answer.status}`)
    throw new OpenSearchRefused(answer.status, kindOf(value))
  }
}

const away = (cause: unknown): never => {
  throw new OpenSearchAway('OpenSearch did not answer', { cause })
}

/** `fetch` takes no credentials in a URL; and so they are in no error's text. */
function readUrl(text: string) {
  const url = new URL(text)
  const { username, password } = url
  url.username = ''
  url.password = ''
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    base: url.toString().replace(/\/+$/, ''),
    authorization: username === '' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
  }
}

async function readJson(answer: Response): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength
    if (bytes > maxAnswerBytes) throw new Error(`the answer is over ${maxAnswerBytes} bytes`)
    parts.push(part)
  }
  return JSON.parse(Buffer.concat(parts).toString())
}

function kindOf(value: unknown): string {
  const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined
  return typeof type === 'string' ? type.slice(0, 80) : ''
}

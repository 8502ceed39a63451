import { request } from 'node:http'
import type { Cookie } from 'playwright-core'

export interface Said {
  readonly status: number
  /** Our code for what went wrong; undefined where nothing did, or it said none. */
  readonly code: string | undefined
  readonly text: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly tookMs: number
}

export interface Sending {
  readonly method?: string
  /** The body as it is, or what becomes JSON. */
  readonly body?: unknown
  readonly cookie?: string | undefined
  /** One that is undefined is not sent, though a page of ours would. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Sends what a page of ours would, but for what is said; no header is beyond it, not even `Host`. */
export function send(address: string, sending: Sending = {}): Promise<Said> {
  const { method = 'POST', body, cookie } = sending
  const url = new URL(address)
  const ours = { origin: url.origin, 'content-type': 'application/json', cookie }
  const given = Object.entries({ ...(method === 'GET' ? { cookie } : ours), ...sending.headers })
  const headers = Object.fromEntries(given.filter((entry): entry is [string, string] => !!entry[1]))
  const bytes =
    body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, timeout: 20_000 }, answer => {
      const parts: Buffer[] = []
      answer.on('data', part => parts.push(part))
      answer.once('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        const status = answer.statusCode ?? 0
        const tookMs = performance.now() - began
        resolve({ status, code: codeIn(text), text, headers: answer.headers, tookMs })
      })
    })
    asked.once('timeout', () => asked.destroy(new Error(`${address} did not answer within 20 s`)))
    asked.once('error', reject)
    asked.end(bytes)
  })
}

/** Calls one of the operators' procedures, as the console's pages do. */
export const call = (origin: string, path: string, input: unknown, sending: Sending = {}): Promise<Said> =>
  send(`${origin}/api/operator/${path}`, { body: input, ...sending })

export const cookieOf = (cookies: readonly Cookie[]): string =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

function codeIn(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as {
      error?: { code?: unknown; data?: { errorCode?: unknown } }
    }
    const code = error?.data?.errorCode ?? error?.code
    return code === undefined ? undefined : String(code)
  } catch {
    return undefined
  }
}

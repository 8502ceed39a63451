import type { Auth, Visitor } from '../index.ts'

export const origin = 'http://127.0.0.1:3000'

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown> & { readonly error?: { readonly code: string } }
  readonly headers: Headers
}

/** Keeps cookies as a browser does, and sends what a page of ours would. */
export interface Browser {
  readonly cookies: Map<string, string>
  post(path: string, body?: object, headers?: Record<string, string>): Promise<Answer>
  get(path: string): Promise<Answer>
  visitor(headers?: Record<string, string>): Promise<Visitor>
  fanToken(): Promise<Answer>
}

export function createBrowser(auth: Auth, address = '198.51.100.7'): Browser {
  const cookies = new Map<string, string>()
  const own = () => ({
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'x-forwarded-for': address,
  })
  const send = async (answer: (request: Request) => Promise<Response>, path: string, init: RequestInit) => {
    const response = await answer(new Request(`${origin}${path}`, init))
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    const body = (await response.json()) as Answer['body']
    return { status: response.status, body, headers: response.headers }
  }
  const ours = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  return {
    cookies,
    post: (path, body = {}, headers = {}) =>
      send(auth.handle, `/api/auth${path}`, {
        method: 'POST',
        headers: present({ ...own(), ...ours, ...headers }),
        body: JSON.stringify(body),
      }),
    get: path => send(auth.handle, `/api/auth${path}`, { headers: own() }),
    visitor: (headers = {}) => auth.visitorOf(new Headers({ ...own(), ...headers })),
    fanToken: () => send(auth.fanToken, '/api/fan-token', { method: 'POST', headers: { ...own(), ...ours } }),
  }
}

/** A header that is set to nothing is not sent. */
const present = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ')
  const at = pair.indexOf('=')
  const isGone = attributes.some(attribute => /^max-age=0$/i.test(attribute))
  if (isGone) cookies.delete(pair.slice(0, at))
  else cookies.set(pair.slice(0, at), pair.slice(at + 1))
}

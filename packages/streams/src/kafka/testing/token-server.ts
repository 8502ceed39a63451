import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TokenServer {
  readonly url: string
  /** How often a token was asked for. */
  asked(): number
  close(): Promise<void>
}

/** Name and secret as RFC 6749, 2.3.1 has them: form-encoded each, then basic. */
function credentialsOf(header = ''): readonly string[] {
  const pair = Buffer.from(header.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':')
  return pair.map(part => new URLSearchParams(`part=${part}`).get('part') ?? '')
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Gives unsigned JWTs, good for `lifetimeSeconds`, to the client `touchline` with the secret. */
export async function startTokenServer(secret: string, lifetimeSeconds = 3_600): Promise<TokenServer> {
  let asked = 0
  const server = createServer(async (request, response) => {
    asked += 1
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    const [name, given] = credentialsOf(request.headers.authorization)
    const isGrant = form.get('grant_type') === 'client_credentials'
    const isKnown = isGrant && name === 'touchline' && given === secret
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
    const now = Math.floor(Date.now() / 1_000)
    const claims = { sub: 'touchline', scope: form.get('scope') ?? '', iat: now, exp: now + lifetimeSeconds }
    const access_token = `${base64url({ alg: 'none' })}.${base64url(claims)}.`
    response.end(
      JSON.stringify(isKnown ? { access_token, expires_in: lifetimeSeconds } : { error: 'invalid_client' }),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    asked: () => asked,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

import type { OAuthClient } from '@touchline/contracts/kafka'

const timeoutMs = 5_000
const maxAnswerBytes = 65_536
/** A token that the server says nothing of is asked for anew after this. */
const defaultLifetimeSeconds = 60
/** No token is handed out in the last part of its life: the broker, too, has to take it. */
const usableShare = 0.8

interface Token {
  readonly value: string
  readonly usableUntilMs: number
}

/**
 * Tokens by OAuth 2.0 client credentials (RFC 6749, 4.4), each used for most of its life, and asked for once however many
 * connections want it. Rejects with an Error that names the server and what it answered, never the secret.
 */
export function createTokenSource(client: OAuthClient): () => Promise<string> {
  let token: Token | undefined
  let asking: Promise<Token> | undefined

  async function renew(): Promise<Token> {
    try {
      token = await requestToken(client)
      return token
    } finally {
      asking = undefined
    }
  }

  return async () => {
    if (token && performance.now() < token.usableUntilMs) return token.value
    asking ??= renew()
    return (await asking).value
  }
}

async function requestToken({ tokenUrl, clientId, clientSecret, scope }: OAuthClient): Promise<Token> {
  const askedMs = performance.now()
  const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) })
  const server = new URL(tokenUrl).host
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, accept: 'application/json' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: Error) => {
    throw new Error(`the token server ${server} can't be reached: ${reasonOf(error)}`)
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(
      `the token server ${server} answered ${response.status}: see KAFKA_OAUTH_CLIENT_ID and _SECRET`,
    )
  }
  const answer = parse(await textOf(response))
  if (!answer) throw new Error(`the token server ${server} answered without an access_token`)
  const { access_token: value, expires_in: lifetimeSeconds } = answer
  return { value, usableUntilMs: askedMs + lifetimeSeconds * 1_000 * usableShare }
}

const formEncoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length)

const reasonOf = (error: Error) => (error.cause instanceof Error ? error.cause.message : error.message)

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxAnswerBytes) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parse(text: string): { access_token: string; expires_in: number } | undefined {
  try {
    const { access_token, expires_in } = JSON.parse(text) as Record<string, unknown>
    if (typeof access_token !== 'string' || access_token === '') return undefined
    const seconds = Number(expires_in)
    return { access_token, expires_in: seconds > 0 ? seconds : defaultLifetimeSeconds }
  } catch {
    return undefined
  }
}

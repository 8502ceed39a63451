import { TouchlineError, touchlineErrorOf } from './touchline-error.ts'

export interface CredentialOptions {
  /** A fan's token, asked for at each connection, before the one in use ends, and after a gateway refused it. */
  readonly token?: () => Promise<string> | string
  /** For servers: a developer's key. It does not belong in a page. */
  readonly apiKey?: string
}

export interface Credentials {
  /** What is shown at a new connection; null for an anonymous fan. Rejects with `unauthorized` if there is no token. */
  fresh(): Promise<Record<string, string> | null>
  /** For a plain HTTP call: the token in use while it lasts. */
  headers(): Promise<Record<string, string>>
}

/** The claims that the client looks at; a token that is no JWT has none. */
export interface TokenClaims {
  readonly sub?: string
  readonly sid?: string
  /** When it ends, in Unix seconds. */
  readonly exp?: number
}

/** Reads a token's claims without verifying them: the gateway does that. */
export function claimsOf(token: string | undefined): TokenClaims {
  try {
    const part = token?.split('.')[1] ?? ''
    return JSON.parse(atob(part.replace(/-/g, '+').replace(/_/g, '/')))
  } catch {
    return {}
  }
}

/** A token is not used for a call in its last seconds. */
const marginMs = 10_000

export function createCredentials({ token, apiKey }: CredentialOptions): Credentials {
  let last: string | undefined
  const ask = async (): Promise<string | undefined> => {
    try {
      last = await token?.()
      return last
    } catch (cause) {
      throw new TouchlineError('unauthorized', 'No token to be had.', { cause: touchlineErrorOf(cause) })
    }
  }
  const lasts = () => (claimsOf(last).exp ?? 0) * 1_000 - marginMs > Date.now()
  return {
    fresh: async () => {
      if (apiKey) return { apiKey }
      const asked = await ask()
      return asked ? { token: asked } : null
    },
    headers: async () => {
      const shown = apiKey ?? (last && lasts() ? last : await ask())
      return shown ? { authorization: `Bearer ${shown}` } : {}
    },
  }
}

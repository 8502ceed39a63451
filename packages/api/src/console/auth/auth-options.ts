import type { Role } from '@touchline/contracts'
import type { Database } from '@touchline/db'
import type { Actor } from '../../operations/actor.ts'

export interface AuthOptions {
  readonly database: Database
  /** What cookies are signed and stored secrets encrypted with: the same for all replicas. 32 characters or more. */
  readonly secret: string
  /** The origins that count as our own; the first names us in authenticator apps' links and the like. */
  readonly publicUrls: readonly string[]
  /** Whether fans may make accounts by themselves. Default true. */
  readonly fansMaySignUp?: boolean | undefined
  /** Domains at which fans can't make accounts, with all below them: those of operators. */
  readonly reservedDomains?: readonly string[] | undefined
  /** How many proxies of our own stand before this server, each adding to `X-Forwarded-For`. Default 0. */
  readonly trustedProxies?: number | undefined
  /** Told of faults of ours; who asked is told no more than that there was one. */
  readonly onUnexpected?: ((error: unknown) => void) | undefined
}

/** Who sent a request. */
export type Visitor =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'fan'; readonly userId: string; readonly email: string; readonly sessionId: string }
  /** Signed in as an operator, but something has to be done first. */
  | {
      readonly kind: 'unready'
      readonly userId: string
      readonly email: string
      readonly role: Role
      readonly next: 'change-password' | 'enrol'
    }
  | { readonly kind: 'operator'; readonly operator: Actor; readonly sessionId: string }

export interface Auth {
  /** Answers `/api/auth/*`. */
  handle(request: Request): Promise<Response>
  visitorOf(headers: Headers): Promise<Visitor>
  /** A fan's token for the gateway, to whom a fan's session belongs; `/api/fan-token` answers with it. */
  fanToken(request: Request): Promise<Response>
}

/** A fan's session ends after so long without use. */
export const sessionIdleSeconds = 12 * 3_600
/** An operator's ends sooner. */
export const operatorIdleSeconds = 2 * 3_600
/** No session, however much used, lives longer; its cookie neither. */
export const sessionMaxSeconds = 7 * 86_400

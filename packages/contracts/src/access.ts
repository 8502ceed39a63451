import { z } from 'zod'
import { wellFormedText } from './ids.ts'

/** What a fan's subscription entitles to, from the least to the most. Whoever does not say who they are is `free`. */
export const tiers = ['free', 'plus', 'pro'] as const
export const tierSchema = z.enum(tiers)
export type Tier = z.infer<typeof tierSchema>

/** What an API key may be used for. */
export const apiKeyScopes = ['matches:read', 'matches:feed'] as const
export const apiKeyScopeSchema = z.enum(apiKeyScopes)
export type ApiKeyScope = z.infer<typeof apiKeyScopeSchema>

export const fanTokenAudience = 'touchline-fans'
/** No fan token lives longer; a longer one is refused. */
export const fanTokenMaxSeconds = 300

/** The claims of a fan's token, a JWT signed with EdDSA (Ed25519): RFC 7519 and RFC 8037. Times in Unix seconds. */
export const fanClaimsSchema = z.object({
  aud: z.union([wellFormedText, z.array(wellFormedText)]),
  /** The fan. */
  sub: wellFormedText.min(1).max(128),
  /** The fan's session on one device: what a revocation may name, and what a renewal must keep. */
  sid: wellFormedText.min(1).max(64),
  tier: tierSchema.default('free'),
  iat: z.int(),
  exp: z.int(),
})
export type FanClaims = z.infer<typeof fanClaimsSchema>

/** Who a caller is, as far as a transport could make sure. */
export type Identity =
  | { readonly kind: 'anonymous'; readonly tier: 'free' }
  | {
      readonly kind: 'fan'
      readonly fanId: string
      readonly sessionId: string
      readonly tier: Tier
      /** When the token ends, in milliseconds since 1970. */
      readonly expiresAtMs: number
    }
  | {
      readonly kind: 'developer'
      readonly keyId: string
      readonly owner: string
      readonly scopes: readonly ApiKeyScope[]
      readonly tier: Tier
      /** Undefined: what the tier has. */
      readonly requestsPerMinute: number | undefined
      readonly expiresAtMs: number | undefined
    }

export const anonymous: Identity = { kind: 'anonymous', tier: 'free' }

/** What can be revoked: one session of a fan, all of a fan's, or an API key. */
export const revocableKinds = ['session', 'fan', 'api-key'] as const
export const revocableKindSchema = z.enum(revocableKinds)
export type RevocableKind = z.infer<typeof revocableKindSchema>

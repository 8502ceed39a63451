import type { ApiKeyScope, Identity, Tier } from '@touchline/contracts'

/** Who one is here, as one may see it. Times in ISO 8601; null: no end. */
export type Who =
  | { readonly kind: 'anonymous'; readonly tier: Tier }
  | {
      readonly kind: 'fan'
      readonly fanId: string
      readonly sessionId: string
      readonly tier: Tier
      readonly expiresAt: string
    }
  | {
      readonly kind: 'developer'
      readonly keyId: string
      readonly owner: string
      readonly scopes: readonly ApiKeyScope[]
      readonly tier: Tier
      readonly expiresAt: string | null
    }

export function whoIs(identity: Identity): Who {
  switch (identity.kind) {
    case 'anonymous':
      return identity
    case 'fan': {
      const { kind, fanId, sessionId, tier, expiresAtMs } = identity
      return { kind, fanId, sessionId, tier, expiresAt: instant(expiresAtMs) }
    }
    case 'developer': {
      const { kind, keyId, owner, scopes, tier, expiresAtMs } = identity
      const expiresAt = expiresAtMs === undefined ? null : instant(expiresAtMs)
      return { kind, keyId, owner, scopes, tier, expiresAt }
    }
  }
}

const instant = (atMs: number): string => new Date(atMs).toISOString()

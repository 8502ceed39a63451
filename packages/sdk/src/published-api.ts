import type { ApiKeyScope, MatchEvent, MatchSnapshot, Tier } from '@touchline/contracts'

interface Query<Input, Output> {
  query(input: Input): Promise<Output>
}
interface Mutation<Input, Output> {
  mutate(input: Input): Promise<Output>
}
interface Sides {
  readonly home: number
  readonly away: number
}

/** Who one is at the gateway. Times in ISO 8601; null: no end. */
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

/** The part of the gateway's API that its users may build on; the rest may change at any time. */
export interface PublishedApi {
  readonly match: {
    readonly list: { query(): Promise<{ readonly items: readonly MatchSnapshot[] }> }
    readonly get: Query<{ matchId: string; delaySeconds?: number }, MatchSnapshot>
    readonly events: Query<
      { matchId: string; after?: string; limit?: number },
      { readonly items: readonly MatchEvent[]; readonly next: string | null }
    >
    readonly stats: Query<
      { matchId: string },
      { readonly possession: Sides | null; readonly shots: Sides; readonly passes: Sides }
    >
    readonly presence: Query<{ matchId: string }, { readonly watching: number; readonly exact: boolean }>
  }
  readonly session: {
    readonly who: { query(): Promise<Who> }
    readonly renew: Mutation<{ token: string }, Who>
  }
}

import type { ApiKeyScope, Identity } from '@touchline/contracts'

/** Whether a caller may do what a scope is for. Scopes narrow API keys alone: a fan may read and follow. */
export const hasScope = (identity: Identity, scope: ApiKeyScope): boolean =>
  identity.kind !== 'developer' || identity.scopes.includes(scope)

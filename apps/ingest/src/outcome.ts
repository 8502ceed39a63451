import type { ErrorCode, Fault } from '@touchline/contracts'

/** Why an item stayed out. */
export interface Refusal {
  readonly code: Extract<
    ErrorCode,
    | 'schema-mismatch'
    | 'implausible-time'
    | 'implausible-value'
    | 'forbidden'
    | 'invalid-json'
    | 'payload-too-large'
    | 'rate-limited'
  >
  readonly faults: readonly Fault[]
}

/** What became of one item. */
export type Outcome =
  | { readonly status: 'accepted'; readonly sourceEventId: string; readonly correlationId: string }
  | ({ readonly status: 'refused' } & Refusal)

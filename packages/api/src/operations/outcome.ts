import type { ErrorCode, Fault } from '@touchline/contracts'

/** What an operation came to. Only what nobody expects is thrown. */
export type Outcome<T, C extends ErrorCode = ErrorCode> =
  | { readonly ok: true; readonly value: T }
  | Refusal<C>

export interface Refusal<C extends ErrorCode> {
  readonly ok: false
  readonly code: C
  /** Where the input is at fault. */
  readonly faults?: readonly Fault[]
}

export const succeeded = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })
export const failed = <C extends ErrorCode>(code: C, faults?: readonly Fault[]): Refusal<C> => ({
  ok: false,
  code,
  ...(faults ? { faults } : {}),
})

import type { ErrorCode } from '@touchline/contracts'

/** What an operation came to. Only what nobody expects is thrown. */
export type Outcome<T, C extends ErrorCode = ErrorCode> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: C }

export const succeeded = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })
export const failed = <C extends ErrorCode>(code: C): { readonly ok: false; readonly code: C } => ({
  ok: false,
  code,
})

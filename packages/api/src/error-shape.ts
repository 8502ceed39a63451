import { type ErrorCode, type Fault, faultsOf, isRetryable } from '@touchline/contracts'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { codeOfRefusal, codeOfUnexpected, messageOf, trpcCodeOf } from './error-map.ts'
import type { Outcome } from './operations/outcome.ts'

/** An error as callers see it, on every transport. */
export interface PublicError {
  readonly code: ErrorCode
  readonly message: string
  readonly faults?: readonly Fault[]
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean
}

/** An expected outcome on its way through tRPC. */
class OperationFailure extends Error {
  override readonly name = 'OperationFailure'
  readonly code: ErrorCode
  readonly faults: readonly Fault[]
  constructor(code: ErrorCode, faults: readonly Fault[]) {
    super(code)
    this.code = code
    this.faults = faults
  }
}

/** The value of an outcome, or the error that tRPC makes of it. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw refusal(outcome.code, outcome.faults)
}

export const refusal = (code: ErrorCode, faults: readonly Fault[] = []): TRPCError =>
  new TRPCError({
    code: trpcCodeOf(code),
    message: messageOf(code),
    cause: new OperationFailure(code, faults),
  })

export function publicError(code: ErrorCode, faults?: readonly Fault[]): PublicError {
  const shape = { code, message: messageOf(code), retryable: isRetryable(code) }
  return faults && faults.length > 0 ? { ...shape, faults } : shape
}

/** What a caller may know of any error: our code and our text; never a message or a stack of its own. */
export function publicErrorOf(error: unknown): PublicError {
  if (error instanceof OperationFailure) return publicError(error.code, error.faults)
  if (error instanceof z.ZodError) return publicError('invalid-input', faultsOf(error))
  if (!(error instanceof TRPCError)) return publicError(codeOfUnexpected(error))
  if (error.cause instanceof OperationFailure) return publicErrorOf(error.cause)
  const refused = codeOfRefusal(error.code)
  if (refused === undefined) return publicError(codeOfUnexpected(error.cause))
  return error.cause instanceof z.ZodError ? publicErrorOf(error.cause) : publicError(refused)
}

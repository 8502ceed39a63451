import { SpoolFull } from '@touchline/resilience'
import { LogUnavailable } from '@touchline/streams'

export type FailureReason =
  | 'timeout'
  | 'unreachable'
  | 'status'
  | 'too-large'
  | 'malformed'
  | 'silent'
  | 'ended'
  | 'log-unavailable'
  | 'spool-full'

/** A source that did not keep to its protocol, or did not answer. Trying again may help. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
  readonly reason: FailureReason

  constructor(reason: FailureReason, message: string) {
    super(message)
    this.reason = reason
  }
}

export function reasonOf(error: unknown): FailureReason {
  if (error instanceof SourceFailure) return error.reason
  if (error instanceof SpoolFull) return 'spool-full'
  return error instanceof LogUnavailable ? 'log-unavailable' : 'unreachable'
}

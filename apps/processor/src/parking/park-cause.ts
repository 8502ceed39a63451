import { faultCode, isLockTimeout } from '@touchline/db'

/** Why a match's records wait: what its last try failed of. */
export interface ParkCause {
  readonly errorCode: string
  readonly errorMessage: string
}

export function parkCauseOf(error: unknown): ParkCause {
  if (isLockTimeout(error)) return rowHeld
  const errorMessage = error instanceof Error ? error.message : String(error)
  return { errorCode: faultCode(error), errorMessage }
}

export const rowHeld: ParkCause = {
  errorCode: 'match-locked',
  errorMessage: "another transaction holds the match's row for longer than is usual",
}

import pg from 'pg'

/** SQLSTATE classes in which the data of the statement is at fault, whatever the state of the server. */
const dataClasses: ReadonlySet<string> = new Set(['22', '23'])

/**
 * True where one of the statement's own values made it fail (SQLSTATE 22 or 23); false where the server, the
 * connection or a conflict with another transaction did: there the same statement may succeed later.
 */
export function isDataFault(error: unknown): boolean {
  return error instanceof pg.DatabaseError && dataClasses.has((error.code ?? '').slice(0, 2))
}

const uniqueViolation = '23505'
/** Where an event's identity, or a provider's global id, is taken. */
const idIndexes: ReadonlySet<string> = new Set(['match_events_identity_key', 'global_event_ids_pkey'])
const concurrencyClass = '40'
const foreignKeyViolation = '23503'
const parkingKey = 'parked_records_match_id_fkey'

/**
 * True where another transaction came between: it stored one of the ids after this one looked, or ended a parking, or
 * the two waited for each other. The same again will see what the other did.
 */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  const { code = '', constraint } = error
  if (code === uniqueViolation) return constraint !== undefined && idIndexes.has(constraint)
  if (code === foreignKeyViolation) return constraint === parkingKey
  return code.startsWith(concurrencyClass)
}

const lockNotAvailable = '55P03'

/** True where a lock was not had in time: somebody else works on the same row for longer than is usual. */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === lockNotAvailable

/** `data`: a statement's own values. `conflict`: another transaction. `database`: the server, or the way there. `unknown`: not the database's. */
export type FaultKind = 'data' | 'conflict' | 'database' | 'unknown'

const statementTimeout = '57014'
const socketCodes = /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/
/** pg's own texts for a connection that it could not get or that ended; these carry no code. */
const connectionTexts =
  /connection (terminated|ended|timeout|error)|timeout exceeded when trying to connect|client (was|has)/i

export function faultKind(error: unknown): FaultKind {
  if (isConflict(error) || isLockTimeout(error)) return 'conflict'
  if (isDataFault(error)) return 'data'
  if (error instanceof pg.DatabaseError) return error.code === statementTimeout ? 'conflict' : 'database'
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error ? String(error.code) : ''
  return socketCodes.test(code) || connectionTexts.test(error.message) ? 'database' : 'unknown'
}

/** A failure as it is kept with what failed: the server's code where it gave one, else the error's own name. */
export function faultCode(error: unknown): string {
  if (isLockTimeout(error)) return 'match-locked'
  if (error instanceof pg.DatabaseError && error.code) return `sqlstate-${error.code}`
  const name = error instanceof Error ? error.name : 'unknown'
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .slice(0, 64)
}

/** True where the server did not answer at all, or is going away: no other statement would fare better. */
export function isServerAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|57P)/.test(error.code ?? '')
  return faultKind(error) === 'database'
}

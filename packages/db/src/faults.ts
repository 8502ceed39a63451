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
const idIndex = 'match_events_source_source_event_id_key'
const concurrencyClass = '40'

/**
 * True where another transaction came between: it stored one of the ids after this one looked, or the two waited for
 * each other. The same again will see what the other did.
 */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  const idTaken = error.code === uniqueViolation && error.constraint === idIndex
  return idTaken || (error.code ?? '').startsWith(concurrencyClass)
}

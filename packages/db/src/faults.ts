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

/** True where an event's id was stored by another transaction after this one looked: looking again will find it. */
export function isIdTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === uniqueViolation && error.constraint === idIndex
}

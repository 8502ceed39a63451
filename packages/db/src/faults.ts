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

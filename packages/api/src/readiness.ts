import { createDatabase, schemaIsCurrent } from '@touchline/db'

/** What a server of the console asks of its database before it takes traffic. */
export interface DatabaseProbe {
  /** Whether the newest migration that this build knows is applied; rejects where the database does not answer. */
  schemaIsCurrent(): Promise<boolean>
  close(): Promise<void>
}

/** Takes one connection of its own, so that it waits for nobody. */
export function openDatabaseProbe(databaseUrl: string): DatabaseProbe {
  const database = createDatabase({
    url: databaseUrl,
    applicationName: 'touchline-web-probe',
    maxConnections: 1,
  })
  return {
    schemaIsCurrent: () => schemaIsCurrent(database),
    close: () => database.close(),
  }
}

import type { DatabaseSettings } from '@touchline/contracts/database'
import { createDatabase, schemaIsCurrent } from '@touchline/db'

/** What a server of the console asks of its database before it takes traffic. */
export interface DatabaseProbe {
  /**
   * Whether the newest migration that this build knows is applied; rejects where the database does not
   * answer, or can't be worked with as it is set.
   */
  schemaIsCurrent(): Promise<boolean>
}

/** Takes one connection of its own, so that it waits for nobody. */
export function openDatabaseProbe(settings: DatabaseSettings): DatabaseProbe {
  const database = createDatabase({
    ...settings,
    applicationName: 'touchline-web-probe',
    maxConnections: 1,
  })
  return {
    schemaIsCurrent: async () => {
      await database.ping()
      return schemaIsCurrent(database)
    },
  }
}

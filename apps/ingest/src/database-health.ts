import { type Database, poolUse, schemaIsCurrent } from '@touchline/db'
import { advisoryCheck, type HealthCheck, type Metrics, meterPool, poolCheck } from '@touchline/telemetry'

/** Checks of the database that the console's reports go to. Webhooks work without it: that it is away only warns. */
export function databaseHealth(database: Database, metrics: Metrics) {
  meterPool(metrics, 'ingest', () => poolUse(database))
  return {
    readinessChecks: [
      advisoryCheck({ name: 'database', check: () => database.ping() }),
      poolCheck(() => poolUse(database)),
    ],
    schema: ingestSchemaCheck(database),
  }
}

/** Fails on a schema that this build can't use; a database that does not answer says nothing of its schema. */
export function ingestSchemaCheck(database: Database): HealthCheck {
  let isUnknown = false
  return {
    name: 'schema',
    check: async () => {
      const isCurrent = await schemaIsCurrent(database).catch(() => undefined)
      isUnknown = isCurrent === undefined
      if (isCurrent === false) throw new Error('the database lacks a migration: run npm run db:migrate')
    },
    warning: () => (isUnknown ? 'the database does not answer' : undefined),
  }
}

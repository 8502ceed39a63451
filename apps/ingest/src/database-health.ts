import { type Database, poolUse, schemaIsCurrent } from '@touchline/db'
import { advisoryCheck, conditionCheck, type Metrics, meterPool, poolCheck } from '@touchline/telemetry'

/** Checks of the database that the console's reports go to. The door works without it: they only warn. */
export function databaseHealth(database: Database, metrics: Metrics) {
  meterPool(metrics, 'ingest', () => poolUse(database))
  const hint = 'the database lacks a migration: run npm run db:migrate'
  return {
    readinessChecks: [
      advisoryCheck({ name: 'database', check: () => database.ping() }),
      poolCheck(() => poolUse(database)),
    ],
    startupChecks: [advisoryCheck(conditionCheck('schema', () => schemaIsCurrent(database), hint))],
  }
}

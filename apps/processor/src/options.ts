import type { OpenSearchPlace } from '@touchline/api/opensearch'
import type { OpsPlace } from '@touchline/contracts/operations'
import type { Database } from '@touchline/db'
import type { Broadcast, EventLog } from '@touchline/streams'
import type { HealthCheck, Logger, Metrics } from '@touchline/telemetry'
import type { InfluxPlace } from './jobs/aggregate/influx-client.ts'

export interface ProcessorOptions {
  readonly log: EventLog
  readonly database: Database
  readonly broadcast: Broadcast
  readonly logger: Logger
  readonly metrics: Metrics
  readonly host: string
  readonly port: number
  /** Default: none, and people on this machine are told all at the public port. */
  readonly ops?: OpsPlace
  /** Names this process in the console's reports. */
  readonly instance: string
  /** Where letters and windows wait that can't be written where they belong. One process per folder. */
  readonly spool: { readonly folder: string; readonly maxBytes: number }
  /** Names what runs, in dead letters. Default `dev`. */
  readonly build?: string
  /** Default 4. */
  readonly concurrency?: number
  /** Default 500. */
  readonly maxBatchRecords?: number
  /** Not ready while the topics lag by more than this. Default 30. */
  readonly maxLagSeconds?: number
  /** A match parked for longer than this shows in readiness and in the log. Default 30. */
  readonly parkedWarnSeconds?: number
  /** Beside the processor's own. */
  readonly readinessChecks?: readonly HealthCheck[]
  /** Where finished windows go beside PostgreSQL. */
  readonly influx?: InfluxPlace
  /** Where the search's documents go beside PostgreSQL. */
  readonly openSearch?: OpenSearchPlace
}

export type OnError = (job: string) => (error: unknown) => void

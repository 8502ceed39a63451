import type { Logger, Metrics } from '@touchline/telemetry'
import type { Partner } from './partner/webhook-sender.ts'
import type { KnownNumbers } from './play/books.ts'
import type { ScriptOptions } from './script/options.ts'

export interface SimulatorOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Where ingest listens, such as `http://127.0.0.1:4100`. */
  readonly ingestUrl: string
  readonly partner: Partner
  /** Null serves the stadium and the feed, and plays nothing. */
  readonly script: ScriptOptions | null
  /** How long ingest may be away before playing fails; null, the default, waits for ever. */
  readonly patienceMs?: number | null
  /** How long `finished` waits for readers to fetch the last readings and posts. Default 30 s. */
  readonly drainMs?: number
  /** Of the social feed. Default 2 s; at most 5 s keeps the protocol. */
  readonly heartbeatMs?: number
}

export interface FakeSource {
  readonly id: string
  /** What ingest is given: it adds `/readings` or `/stream`. */
  readonly url: string
}

export interface RunningSimulator {
  readonly port: number
  stadiums(): FakeSource[]
  socialFeeds(): FakeSource[]
  progress(): KnownNumbers
  /** Resolves when the script is played and its readers have all of it, or at `stop`; rejects if it can't be. */
  readonly finished: Promise<KnownNumbers>
  stop(): Promise<void>
}

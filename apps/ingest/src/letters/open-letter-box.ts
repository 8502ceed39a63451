import { createSpool, type Spool } from '@touchline/resilience'
import type { EventLog } from '@touchline/streams'
import type { Logger, Metrics } from '@touchline/telemetry'
import type { Accounts } from '../accounts.ts'
import type { IngestLimits } from '../limits.ts'
import { createTopicAppend, createTopicBox, type LetterBox } from './letter-box.ts'
import { createSpoolingBox } from './spooling-box.ts'

export interface SpoolSettings {
  readonly folder: string
  readonly maxBytes: number
}

export interface LetterBoxContext {
  readonly log: EventLog
  readonly logger: Logger
  readonly metrics: Metrics
  readonly accounts: Accounts
  readonly limits: IngestLimits
}

/** A letter box before the log, with a spool behind it where there is one. */
export async function openLetterBox(
  { log, logger, metrics, accounts, limits }: LetterBoxContext,
  settings: SpoolSettings | undefined,
): Promise<LetterBox> {
  const append = createTopicAppend(log, accounts, limits.letterAppendTimeoutMs)
  if (!settings) return createTopicBox(append)
  const onError = (error: unknown) => logger.error({ err: error }, 'the dead letter spool was damaged')
  const spool = await createSpool({ ...settings, onError })
  gaugeSpool(metrics, spool)
  const { spoolDrainIntervalMs: drainIntervalMs, spoolDrainCapMs: drainCapMs } = limits
  return createSpoolingBox({ append, spool, accounts, logger, drainIntervalMs, drainCapMs })
}

function gaugeSpool(metrics: Metrics, spool: Spool): void {
  metrics.gauge(
    'touchline_ingest_spool_records',
    'Dead letters that wait on this disk for their topic',
    () => spool.depth().records,
  )
  metrics.gauge('touchline_ingest_spool_bytes', 'What they take on this disk', () => spool.depth().bytes)
}

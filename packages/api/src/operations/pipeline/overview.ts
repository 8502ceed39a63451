import { type Database, readPipeline } from '@touchline/db'
import { type Outcome, succeeded } from '../outcome.ts'

/** What one running process last said of its stage. */
export interface StageReading {
  readonly stage: string
  readonly instance: string
  readonly reportedAt: string
  /** Per second, by name. */
  readonly rates: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
}

/** One topic's records: accepted = stored + duplicate + dead + superseded + shed + those under way. */
export interface TopicAccount {
  readonly topic: string
  readonly accepted: number
  readonly stored: number
  readonly duplicate: number
  readonly dead: number
  readonly superseded: number
  readonly shed: number
}

export interface PipelineOverview {
  readonly at: string
  readonly stages: readonly StageReading[]
  readonly outbox: { readonly depth: number; readonly oldestSeconds: number }
  readonly lag: readonly { readonly topic: string; readonly records: number; readonly seconds: number }[]
  readonly accounts: readonly TopicAccount[]
  readonly deadLetters: number
}

/** Where everything stands between the sources and the fans. */
export async function pipelineOverview(
  database: Database,
  now: () => Date,
): Promise<Outcome<PipelineOverview, never>> {
  const { stages, outbox, lag, accounts, deadLetters } = await readPipeline(database)
  return succeeded({ at: now().toISOString(), stages, outbox, lag, accounts, deadLetters })
}

import type { Logger } from '@touchline/telemetry'
import type { Door } from '../accept.ts'
import type { Accounts } from '../accounts.ts'
import type { ClockSkew } from '../clock-skew/clock-skew.ts'
import type { CursorStore } from '../cursors/cursor-store.ts'
import type { IngestLimits } from '../limits.ts'
import type { SourceBuckets } from '../rate/source-buckets.ts'

/** What a source that we call needs in order to run. */
export interface SourceContext {
  readonly door: Door
  readonly clocks: ClockSkew
  readonly cursors: CursorStore
  readonly accounts: Accounts
  readonly limits: IngestLimits
  readonly buckets: SourceBuckets
  readonly logger: Logger
}

/** A source that is being called until it is stopped. */
export interface RunningSource {
  readonly source: 'sensor' | 'social'
  readonly provider: string
  /** Whether its last poll succeeded, or its stream is open. */
  healthy(): boolean
  /** Since it last kept to its protocol, or since the start. */
  silentSeconds(): number
  /** Resolves once nothing of it runs any more. */
  stop(): Promise<void>
}

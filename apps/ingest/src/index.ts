export type { IngestCounters, SourceCounts } from './accounts.ts'
export type { CursorStore } from './cursors/cursor-store.ts'
export { createMemoryCursorStore } from './cursors/memory-cursor-store.ts'
export { openCursors } from './cursors/open-cursors.ts'
export { claimDataFolder } from './data-folder-lock.ts'
export { databaseHealth, ingestSchemaCheck } from './database-health.ts'
export { defaultLimits, type IngestLimits } from './limits.ts'
export {
  createPartnerBook,
  type Partner,
  type PartnerBook,
  type PartnerBookInput,
} from './providers/broadcast/partner-book.ts'
export type { Endpoint } from './providers/provider-name.ts'
export { type IngestOptions, type RunningIngest, startIngest } from './start-ingest.ts'

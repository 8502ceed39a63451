export {
  createDatabase,
  type Database,
  type DatabaseOptions,
  inTransaction,
  type Transaction,
} from './database.ts'
export { isConflict, isDataFault } from './faults.ts'
export { addToAccounts, noOutcome, type Outcome } from './queries/accounts.ts'
export {
  type AuditFacts,
  auditDatabase,
  type CheckpointRow,
  type Finding,
} from './queries/audit.ts'
export { type CheckpointKey, lockCheckpoint, saveCheckpoint } from './queries/checkpoints.ts'
export { insertDeadLetters, type NewDeadLetter, placeOf } from './queries/dead-letters.ts'
export {
  type EventRange,
  findStored,
  insertEvents,
  readEvents,
  readRanges,
  type SeqRange,
} from './queries/events.ts'
export {
  type EvolvedMatch,
  getMatch,
  type LockedMatch,
  listMatches,
  lockMatches,
  readHeads,
  saveMatches,
} from './queries/matches.ts'
export {
  addToOutbox,
  lockShards,
  type OutboxRange,
  outboxShards,
  shardOf,
  takeFromOutbox,
  waitingShards,
} from './queries/outbox.ts'
export {
  type PipelineView,
  readPipeline,
  type StageReport,
  type TopicAccount,
  type TopicLag,
} from './queries/pipeline.ts'
export { type StageReading, type StageReportOptions, startStageReports } from './stage-reports.ts'

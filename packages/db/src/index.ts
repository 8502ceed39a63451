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
  type AggregateCheckpoint,
  type AggregateProgress,
  type BehindMatch,
  listBehind,
  lockAggregates,
  saveAggregates,
} from './queries/aggregate-checkpoints.ts'
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
  countLetters,
  getLetter,
  type LetterDetail,
  type LetterPage,
  type LetterPlace,
  type LetterReplay,
  type LetterSummary,
  listLetters,
  readLetterReplays,
} from './queries/letters/browse.ts'
export {
  type DueLetters,
  expireLetters,
  findDueLetters,
  lockLetterCare,
  scheduleReprocessing,
  warnOfExpiry,
} from './queries/letters/care.ts'
export { type ControlEntry, getControl, setControl } from './queries/letters/controls.ts'
export { type Discarding, discardLetters } from './queries/letters/discard.ts'
export type { LetterChoice, LetterFilter } from './queries/letters/filter.ts'
export {
  countPathTypes,
  type GroupPaths,
  groupLetters,
  type LetterGroup,
  type PathType,
} from './queries/letters/groups.ts'
export { markPublished, takeUnpublished, type UnpublishedLetter } from './queries/letters/publishing.ts'
export {
  countReplayItems,
  getReplay,
  groupReplayFailures,
  listReplays,
  pageReplayItems,
  type ReplayCounts,
  type ReplayFailure,
  type ReplayItemPage,
  type ReplayItemView,
  type ReplayPage,
  type ReplaySummary,
} from './queries/letters/replay-progress.ts'
export {
  type EditableLetter,
  type ItemEdit,
  insertReplay,
  moveReplay,
  type NewReplay,
  readEditable,
  type StateChange,
  saveEdits,
} from './queries/letters/replays.ts'
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
export {
  addToWindows,
  dropWindows,
  type EndedRange,
  type MatchWindow,
  readEnded,
  readWindows,
  type WindowKey,
} from './queries/windows.ts'
export { type StageReading, type StageReportOptions, startStageReports } from './stage-reports.ts'

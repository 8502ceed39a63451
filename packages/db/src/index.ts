export * from './database.ts'
export {
  type FaultKind,
  faultCode,
  faultKind,
  isConflict,
  isDataFault,
  isLockTimeout,
  isServerAway,
} from './faults.ts'
export { poolUse } from './pool-use.ts'
export * from './queries/account-facts.ts'
export { addToAccounts, noOutcome, type Outcome } from './queries/accounts.ts'
export * from './queries/aggregate-checkpoints.ts'
export * from './queries/api-keys.ts'
export * from './queries/audit.ts'
export * from './queries/audit-pages.ts'
export * from './queries/audit-trail.ts'
export {
  type CheckpointKey,
  lockCheckpoint,
  readCheckpoints,
  readNeededOffsets,
  saveCheckpoint,
} from './queries/checkpoints.ts'
export {
  type ConsumerReset,
  type ConsumerResetResult,
  type ConsumerResetTarget,
  insertConsumerReset,
  listConsumerResets,
  lockConsumerReset,
  type ResetPartition,
  saveConsumerReset,
} from './queries/consumer-resets.ts'
export {
  type AffectedMatch,
  type AggregationLag,
  aggregationConsumer,
  type ConsumerControl,
  type ConsumerName,
  type ConsumerOrders,
  type ConsumerPlace,
  consumerNames,
  criticalConsumer,
  isConsumerPaused,
  listConsumerControls,
  pauseConsumer,
  readAffectedMatches,
  readAggregationLag,
  readConsumerOrders,
  readConsumerPlaces,
  resumeConsumer,
} from './queries/consumers.ts'
export { readControl } from './queries/controls.ts'
export {
  type CorrectionOutcome,
  type CorrectionRow,
  type CountedGoal,
  holdMatchForCorrection,
  insertCorrection,
  isCorrectionUnderWay,
  listCorrections,
  type MatchToCorrect,
  markCorrectionsSent,
  nextCorrectionId,
  readCountedGoals,
  readDeadGoals,
  scoreAt,
  takeUnsentCorrections,
} from './queries/corrections.ts'
export { findLetterPlaces, insertDeadLetters, type NewDeadLetter, placeOf } from './queries/dead-letters.ts'
export * from './queries/deferred.ts'
export * from './queries/delivery-facts.ts'
export * from './queries/epochs.ts'
export * from './queries/event-documents.ts'
export * from './queries/event-life.ts'
export * from './queries/event-ranks.ts'
export * from './queries/event-search.ts'
export * from './queries/event-versions.ts'
export * from './queries/events.ts'
export {
  type FeedSessionRow,
  findEventPlace,
  findLetters,
  type LetterEvidence,
  type OmissionRow,
  type RelayEvidence,
  readFeedSessions,
  readOmissions,
  readRelayEvidence,
} from './queries/feed-evidence.ts'
export * from './queries/feed-sessions.ts'
export * from './queries/gap-repair.ts'
export * from './queries/global-event-ids.ts'
export { type HourlyAccount, listHourlyAccounts } from './queries/hourly-accounts.ts'
export { createLeadership, type Leadership, type LeadersWrite } from './queries/leadership.ts'
export {
  dropStaleLeases,
  type Lease,
  type LeaseHolding,
  LeaseLost,
  type LeaseOptions,
  listLeases,
  takeLease,
} from './queries/leases.ts'
export * from './queries/letters/approval.ts'
export * from './queries/letters/browse.ts'
export {
  type DueLetters,
  expireLetters,
  findDueLetters,
  lockLetterCare,
  releaseStranded,
  scheduleReprocessing,
  warnOfExpiry,
} from './queries/letters/care.ts'
export { countLetterChoices, type LetterChoiceCount } from './queries/letters/choices.ts'
export { type ControlEntry, getControl, setControl } from './queries/letters/controls.ts'
export { type Discarding, discardLetters } from './queries/letters/discard.ts'
export type { LetterChoice, LetterFilter } from './queries/letters/filter.ts'
export * from './queries/letters/group-care.ts'
export { countGroupReplays, type GroupReplay } from './queries/letters/group-replays.ts'
export * from './queries/letters/groups.ts'
export { findLastGood, type GoodEvent } from './queries/letters/last-good.ts'
export {
  findPublished,
  markPublished,
  takeUnpublished,
  type UnpublishedLetter,
} from './queries/letters/publishing.ts'
export * from './queries/letters/replay-progress.ts'
export * from './queries/letters/replays.ts'
export * from './queries/match-desk.ts'
export * from './queries/match-providers.ts'
export * from './queries/match-stats.ts'
export * from './queries/matches.ts'
export * from './queries/outbox.ts'
export { coalesceOutbox, type LostRange, requeueRanges } from './queries/outbox-upkeep.ts'
export * from './queries/own-secrets.ts'
export * from './queries/parked-summary.ts'
export * from './queries/parking.ts'
export * from './queries/partner-grants.ts'
export {
  changePerson,
  consumeOneTimePassword,
  endSessions,
  findPersonByEmail,
  insertFan,
  insertPerson,
  listPeople,
  lockAdmins,
  lockPerson,
  type NewFan,
  type NewPerson,
  type PeoplePage,
  type PersonEntry,
  type PersonRole,
  releaseFanAddress,
  removeSecondFactor,
  type SeenPerson,
  setOneTimePassword,
} from './queries/people.ts'
export * from './queries/pipeline.ts'
export * from './queries/pipeline-facts.ts'
export * from './queries/pipeline-minutes.ts'
export * from './queries/pipeline-tail.ts'
export { countPresence, type PresenceCount } from './queries/presence.ts'
export * from './queries/reconciliation.ts'
export * from './queries/replay-execution.ts'
export * from './queries/replay-settlement.ts'
export { giveUpUnanswered, type Unanswered, unansweredLetters } from './queries/replay-unanswered.ts'
export * from './queries/reveals.ts'
export * from './queries/revocations.ts'
export {
  findClock,
  findReleased,
  oldestForDelayMs,
  readStoredAt,
} from './queries/rewind.ts'
export * from './queries/saved-views.ts'
export { schemaIsCurrent } from './queries/schema-version.ts'
export * from './queries/search-words.ts'
export * from './queries/sign-in.ts'
export { loadSourceCursor, type SourceCursor, saveSourceCursors } from './queries/source-cursors.ts'
export { readSystemId } from './queries/system-identity.ts'
export {
  forgetGateways,
  type GatewayStand,
  listWatermarks,
  type MatchWatermarks,
  type StagePlace,
  saveGatewayWatermarks,
  saveRelayWatermarks,
  type WatchedHead,
  type WatermarkQuestion,
} from './queries/watermarks.ts'
export { readMemories, setWindowShots, type WindowShots } from './queries/window-shots.ts'
export {
  addToWindows,
  dropWindows,
  type EndedRange,
  type MatchWindow,
  readEnded,
  readWindows,
  type WindowKey,
} from './queries/windows.ts'
export { checkDirectSessions, DatabaseMisconfigured } from './sessions/check-sessions.ts'
export { createStageLatency, type LatencyReading, latencyGauges, type StageLatency } from './stage-latency.ts'
export { type StageReading, type StageReportOptions, startStageReports } from './stage-reports.ts'

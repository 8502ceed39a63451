export {
  createDatabase,
  type Database,
  type DatabaseOptions,
  inTransaction,
  type Transaction,
  together,
} from './database.ts'
export { type FaultKind, faultKind, isConflict, isDataFault, isLockTimeout } from './faults.ts'
export { poolUse } from './pool-use.ts'
export {
  type AccountFacts,
  type Disagreement,
  readAccountFacts,
  type TopicFacts,
} from './queries/account-facts.ts'
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
  type ApiKeyCheck,
  type ApiKeyEntry,
  type ApiKeyPage,
  endApiKey,
  findApiKeys,
  insertApiKey,
  listApiKeys,
  lockApiKey,
  type NewApiKey,
  retireApiKey,
  touchApiKeys,
} from './queries/api-keys.ts'
export {
  type AuditFacts,
  auditDatabase,
  type CheckpointRow,
  type Finding,
  type WaitingRecords,
} from './queries/audit.ts'
export {
  type AuditFilter,
  type AuditHead,
  type AuditQuestion,
  type AuditSearch,
  auditLookMax,
  readAuditChain,
  readAuditHead,
  searchAudit,
} from './queries/audit-pages.ts'
export {
  type AuditRecord,
  appendAudit,
  type ChainedEntry,
  chainStart,
  hashOfEntry,
} from './queries/audit-trail.ts'
export { type CheckpointKey, lockCheckpoint, saveCheckpoint } from './queries/checkpoints.ts'
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
export {
  addDeferredRange,
  type DeferredRangeRow,
  lockDeferredRange,
  type NewDeferredRange,
  readDeferredRanges,
  saveDeferredRange,
} from './queries/deferred.ts'
export {
  type ActiveMatch,
  type DeliveryFacts,
  type DeliveryQuestion,
  findHoles,
  type GatewayPlace,
  readDeliveryFacts,
  type Stretch,
} from './queries/delivery-facts.ts'
export {
  type DocumentCheckpoint,
  documentMark,
  dropDocuments,
  type EventDocument,
  forgetDocumentCheckpoints,
  type IndexableEvent,
  type IndexableRange,
  type IndexLag,
  listUnindexed,
  lockDocuments,
  readIndexable,
  readIndexLag,
  saveDocumentCheckpoint,
  saveDocuments,
  searchWords,
  type UnindexedMatch,
} from './queries/event-documents.ts'
export {
  type AttemptLetter,
  type AttemptQuestion,
  type AttemptReplay,
  type CorrectionOfEvent,
  findCorrectedItem,
  findCorrection,
  type GatewayMark,
  type MatchSessionRow,
  readAttemptReplays,
  readAttempts,
  readGatewayMarks,
  readMatchSessions,
  readStoredEvent,
  type StoredEvent,
} from './queries/event-life.ts'
export {
  type DocumentQuery,
  type EventPlace,
  type FilterFacts,
  findBySourceId,
  listReadings,
  type ReadingQuery,
  type StoredEventQuery,
  searchDocuments,
  type WordQuery,
} from './queries/event-search.ts'
export {
  type EventOrigin,
  type EventRange,
  eventKey,
  findStored,
  insertEvents,
  readEvents,
  readEventsAt,
  readNewestOfType,
  readRanges,
  type SeqRange,
  type SourceEventKey,
} from './queries/events.ts'
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
export {
  type FeedNotes,
  type FeedOmitted,
  type FeedSessionBegun,
  type FeedSessionEnd,
  type FeedSessionEnded,
  forgetFeedSessions,
  saveFeedNotes,
} from './queries/feed-sessions.ts'
export {
  findUncovered,
  findUnheard,
  forgetSilentGateway,
  type Gap,
  holdRelay,
  joinWaiting,
  putOutAgain,
  type Recount,
  recountAccepted,
  recountStored,
} from './queries/gap-repair.ts'
export { type HourlyAccount, listHourlyAccounts } from './queries/hourly-accounts.ts'
export { createLeadership, type Leadership } from './queries/leadership.ts'
export {
  approvalWithinHours,
  approveBySystem,
  type DecisionTaken,
  decideReplay,
  declineStaleReplays,
  isApproved,
  type ReplayDecision,
  type StaleReplay,
} from './queries/letters/approval.ts'
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
  releaseStranded,
  scheduleReprocessing,
  warnOfExpiry,
} from './queries/letters/care.ts'
export { countLetterChoices, type LetterChoiceCount } from './queries/letters/choices.ts'
export { type ControlEntry, getControl, setControl } from './queries/letters/controls.ts'
export { type Discarding, discardLetters } from './queries/letters/discard.ts'
export type { LetterChoice, LetterFilter } from './queries/letters/filter.ts'
export {
  changeGroupCare,
  countGroupNotes,
  type GroupCare,
  type GroupCareChange,
  type GroupNote,
  groupExists,
  insertGroupNote,
  readGroupNotes,
} from './queries/letters/group-care.ts'
export { countGroupReplays, type GroupReplay } from './queries/letters/group-replays.ts'
export {
  countPathTypes,
  type GroupPage,
  type GroupPaths,
  type GroupSample,
  type GroupTotal,
  type PathType,
  readGroupSamples,
  type TrendSpan,
  totalGroups,
  trendGroups,
} from './queries/letters/groups.ts'
export { findLastGood, type GoodEvent } from './queries/letters/last-good.ts'
export { markPublished, takeUnpublished, type UnpublishedLetter } from './queries/letters/publishing.ts'
export {
  countReplayItems,
  getReplay,
  groupReplayFailures,
  groupSuperseded,
  listReplays,
  pageReplayItems,
  type ReplayFailure,
  type ReplayItemCounts,
  type ReplayItemPage,
  type ReplayItemView,
  type ReplayPage,
  type ReplaySummary,
  type ReplaySuperseded,
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
  countDeskMatches,
  type DeskFacts,
  type DeskPlace,
  type DeskQuestion,
  type DeskRow,
  lettersMax,
  listDeskMatches,
  type ParkedState,
  readDeskFacts,
  readParkedState,
  readSourceActivity,
  readSourceFacts,
  type SourceAccount,
  type SourceActivity,
  type SourceFacts,
} from './queries/match-desk.ts'
export {
  type MatchMinute,
  type MatchTotals,
  readMatchMinutes,
  readMatchTotals,
  type SideCounts,
} from './queries/match-stats.ts'
export {
  type EvolvedMatch,
  findStuckMatches,
  getMatch,
  type LockedMatch,
  listMatches,
  lockMatches,
  type MatchLock,
  readHeads,
  saveMatches,
} from './queries/matches.ts'
export {
  addToOutbox,
  lockShards,
  type OutboxRange,
  outboxShards,
  shardOf,
  type TakenRange,
  takeFromOutbox,
  waitingShards,
} from './queries/outbox.ts'
export { coalesceOutbox, type LostRange, requeueRanges } from './queries/outbox-upkeep.ts'
export {
  addParkedRecords,
  findParked,
  lockParkedMatch,
  type ParkedMatchRow,
  type ParkedRecordRow,
  type ParkingRecord,
  type ParkReason,
  parkMatches,
  postponeParked,
  readParkedRecords,
  removeParkedRecords,
  takeDueMatches,
  unparkIfEmpty,
} from './queries/parking.ts'
export {
  changePerson,
  endSessions,
  findPersonByEmail,
  insertPerson,
  listPeople,
  lockAdmins,
  lockPerson,
  type NewPerson,
  type PeoplePage,
  type PersonEntry,
  type PersonRole,
  removeSecondFactor,
  type SeenPerson,
  setPasswordHash,
} from './queries/people.ts'
export {
  type PipelineStores,
  pruneStageReports,
  readPipelineStores,
  readStageReports,
  type StageReport,
  saveStageReport,
  type TopicAccount,
  type TopicLag,
} from './queries/pipeline.ts'
export {
  factsOfMinute,
  lagOf,
  type PipelineFacts,
  type StageFacts,
  stageFacts,
} from './queries/pipeline-facts.ts'
export {
  forgetPipelineMinutes,
  type MatchStart,
  type PipelineMinute,
  readKeptMinutes,
  readMatchStarts,
  readPipelineFacts,
  readPipelineMinute,
  readPipelineMinutes,
  savePipelineMinute,
} from './queries/pipeline-minutes.ts'
export {
  type PassedEvent,
  type TailedEvent,
  type TailedLetter,
  type TailQuestion,
  tailDelivered,
  tailEvents,
  tailLetters,
  tailPublished,
} from './queries/pipeline-tail.ts'
export { countPresence, type PresenceCount } from './queries/presence.ts'
export {
  type AccountFinding,
  type AccountReport,
  type DeliveryFinding,
  type DeliveryReport,
  type DeliveryStage,
  type DeliveryTotals,
  getReconciliationReport,
  listReconciliationReports,
  newestReport,
  type ReconciliationReport,
  type ReportKind,
  type ReportPage,
  type StoredReport,
  saveReconciliationReport,
  type TopicTotals,
} from './queries/reconciliation.ts'
export {
  countReplay,
  lostReplayLetters,
  markSent,
  markSkipped,
  nextReplayLetters,
  type ReplayChange,
  type ReplayHeadway,
  type ReplayJob,
  type ReplayLetter,
  saveReplay,
  takeReplay,
} from './queries/replay-execution.ts'
export {
  findOpenReplays,
  type ReplayRef,
  replayKey,
  type Settlement,
  settleReplays,
} from './queries/replay-settlement.ts'
export {
  type EndedReveal,
  endReveal,
  findReveal,
  hasReveal,
  insertReveal,
  type OpenReveal,
  type RevealSubject,
} from './queries/reveals.ts'
export {
  endRevocations,
  forgetRevocations,
  insertRevocation,
  listRevocations,
  type NewRevocation,
  type RevocationEntry,
  type RevocationInForce,
  type RevocationPage,
  readRevocations,
} from './queries/revocations.ts'
export {
  type CountedType,
  countTypes,
  findClock,
  findReleased,
  oldestForDelayMs,
  type PastEvent,
  readPast,
} from './queries/rewind.ts'
export {
  countSavedViews,
  findSavedView,
  listSavedViews,
  putSavedView,
  removeSavedView,
  type SavedViewRow,
} from './queries/saved-views.ts'
export { schemaIsCurrent } from './queries/schema-version.ts'
export {
  type AttemptLimit,
  countAttempt,
  endSession,
  forgetAttempts,
  forgetSignIns,
  noteSessionUse,
} from './queries/sign-in.ts'
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
export {
  addToWindows,
  dropWindows,
  type EndedRange,
  type MatchWindow,
  readEnded,
  readWindows,
  type WindowKey,
} from './queries/windows.ts'
export { createStageLatency, type LatencyReading, latencyGauges, type StageLatency } from './stage-latency.ts'
export { type StageReading, type StageReportOptions, startStageReports } from './stage-reports.ts'

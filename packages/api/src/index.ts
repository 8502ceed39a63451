export { type AppRouter, appRouter } from './app-router.ts'
export type { ApiContext, Caller, Release } from './context.ts'
export { httpStatusOf, messageOf } from './error-map.ts'
export { type PublicError, publicError, publicErrorOf, refusal } from './error-shape.ts'
export { type Actor, type Audited, atCommandLine, audit } from './operations/actor.ts'
export {
  type CreatedApiKey,
  createApiKey,
  createApiKeyInput,
} from './operations/api-key/create.ts'
export { newKeyText, readKeyText, sameHash } from './operations/api-key/key-text.ts'
export { type ApiKeyPageView, listAllApiKeys, listApiKeysInput } from './operations/api-key/list.ts'
export { type RevokedApiKey, revokeApiKey, revokeApiKeyInput } from './operations/api-key/revoke.ts'
export { type RotatedApiKey, rotateApiKey, rotateApiKeyInput } from './operations/api-key/rotate.ts'
export { type AuditReport, runAudit } from './operations/audit/run-audit.ts'
export {
  beforeFirst,
  type ChainFault,
  type ChainFaultKind,
  type ChainPlace,
  checkChain,
} from './operations/audit-trail/check-chain.ts'
export type { AuditEntryView } from './operations/audit-trail/entry-view.ts'
export type { AuditHeadView, AuditPage } from './operations/audit-trail/search.ts'
export { headHashSchema, type VerifiedPage } from './operations/audit-trail/verify.ts'
export { checkEdit, checkEditInput, type EditCheck } from './operations/dead-letter/check-edit.ts'
export { type AskedChoice, type ChosenCounts, letterFilterSchema } from './operations/dead-letter/choice.ts'
export { type ChoiceCount, type LetterChoices, letterChoices } from './operations/dead-letter/choices.ts'
export { compareDeadLetter, type LetterComparison } from './operations/dead-letter/compare.ts'
export { countDeadLetters, countDeadLettersInput } from './operations/dead-letter/count.ts'
export {
  type Discarded,
  discardDeadLetters,
  discardDeadLettersInput,
} from './operations/dead-letter/discard.ts'
export {
  type DeadLetterGroup,
  type DeadLetterGroups,
  groupDeadLetters,
  groupDeadLettersInput,
} from './operations/dead-letter/groups.ts'
export { type DeadLetterPage, listDeadLetters, listDeadLettersInput } from './operations/dead-letter/list.ts'
export type { NextStep } from './operations/dead-letter/next-steps.ts'
export type { ShapeFact } from './operations/dead-letter/shape-facts.ts'
export {
  type DeadLetterView,
  showDeadLetter,
  showDeadLetterInput,
  type Viewer,
} from './operations/dead-letter/show.ts'
export { type GroupStanding, groupStandings } from './operations/dead-letter-group/lifecycle.ts'
export { type DeadLetterGroupView, showDeadLetterGroup } from './operations/dead-letter-group/show.ts'
export { updateDeadLetterGroup } from './operations/dead-letter-group/update.ts'
export { raiseEpochInput, raiseLostEpoch, raiseMatchEpoch } from './operations/epoch/raise.ts'
export {
  type DeliveryVerdict,
  type Explanation,
  explainDelivery,
  explainDeliveryInput,
  type JudgedSession,
} from './operations/explain/explain-delivery.ts'
export { type AdoptedLog, adoptEventLog, adoptLogInput } from './operations/log/adopt.ts'
export { hiddenMarker } from './operations/masking/hidden-marker.ts'
export { DelayedFeed } from './operations/match/delayed-feed.ts'
export { type CursorOptions, FeedCursor } from './operations/match/feed-cursor.ts'
export type { FeedSlice, JoinedFeed, MatchFeedSource } from './operations/match/feed-source.ts'
export {
  type FeedRecord,
  type Follower,
  type FollowOptions,
  followMatch,
  framesOf,
  type OpenedFeed,
} from './operations/match/follow-match.ts'
export { type MatchPast, matchPast } from './operations/match/match-past.ts'
export type { EventPage } from './operations/match/page-events.ts'
export { failed, type Outcome, type Refusal, succeeded } from './operations/outcome.ts'
export { getOverloadPolicy, type OverloadPolicyView } from './operations/overload/get.ts'
export { setOverloadPolicy, setOverloadPolicyInput } from './operations/overload/set.ts'
export {
  createPartnerGrant,
  createPartnerGrantInput,
  grantBounds,
} from './operations/partner-grant/create.ts'
export {
  listAllPartnerGrants,
  listPartnerGrantsInput,
  type PartnerGrantPageView,
} from './operations/partner-grant/list.ts'
export { revokePartnerGrant, revokePartnerGrantInput } from './operations/partner-grant/revoke.ts'
export { changeRole, changeRoleInput } from './operations/person/change-role.ts'
export { disablePerson } from './operations/person/disable.ts'
export { enablePerson } from './operations/person/enable.ts'
export { findPerson } from './operations/person/find.ts'
export { ensureFirstAdmin, type FirstAdmin } from './operations/person/first-admin.ts'
export { type InvitedPerson, invitePerson, invitePersonInput } from './operations/person/invite.ts'
export { listAllPeople, listPeopleInput, type PeopleView } from './operations/person/list.ts'
export { emailSchema, personInput } from './operations/person/person-input.ts'
export { resetPassword } from './operations/person/reset-password.ts'
export { resetSecondFactor } from './operations/person/reset-second-factor.ts'
export type { PipelineOverview } from './operations/pipeline/overview.ts'
export { coarse } from './operations/presence/coarse.ts'
export type { Presence } from './operations/presence/count-presence.ts'
export {
  type ChosenPrimaryProvider,
  choosePrimaryProvider,
  choosePrimaryProviderInput,
} from './operations/primary-provider/choose.ts'
export {
  type PrimaryProviderPreview,
  previewPrimaryProvider,
  previewPrimaryProviderInput,
} from './operations/primary-provider/preview.ts'
export {
  type PrimaryProviderView,
  showPrimaryProvider,
  showPrimaryProviderInput,
} from './operations/primary-provider/show.ts'
export {
  listReconciliations,
  listReconciliationsInput,
  type ReconciliationPage,
  type ReconciliationSummary,
} from './operations/reconciliation/list.ts'
export { reconciliationInput, showReconciliation } from './operations/reconciliation/show.ts'
export { abortReplay } from './operations/replay/abort.ts'
export {
  type CreatedReplay,
  type CreateReplayInput,
  createReplay,
  createReplayInput,
} from './operations/replay/create.ts'
export { type DecidedReplay, decideReplay, decideReplayInput } from './operations/replay/decide.ts'
export { pageReplayItemsInput, type ReplayItemsPage, replayItems } from './operations/replay/items.ts'
export { listReplays, listReplaysInput, type ReplayListPage } from './operations/replay/list.ts'
export { resumeReplay } from './operations/replay/resume.ts'
export { type ReplayReport, type ReplayView, replayInput, showReplay } from './operations/replay/show.ts'
export { closeReveal } from './operations/reveal/end.ts'
export { openReveal, openRevealInput, type Revealed, revealMinutes } from './operations/reveal/open.ts'
export { liftInput, liftRevocation } from './operations/revocation/lift.ts'
export {
  listAllRevocations,
  listRevocationsInput,
  type RevocationPageView,
} from './operations/revocation/list.ts'
export { revoke, revokeInput } from './operations/revocation/revoke.ts'
export type { Who } from './operations/session/who.ts'
export { type OperatorRouter, operatorRouter } from './operator-router.ts'
export { openApiDocument } from './rest/openapi.ts'
export { type RestOperation, restOperations } from './rest/operations.ts'
export { hasScope } from './scope.ts'
export { type SharedFeed, type TakenFeed, takenFeedOf } from './shared-feed.ts'

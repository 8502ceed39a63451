import { z } from 'zod'

/** Why an event is dead: itself (`poison`), what it needed (`systemic`), or its age (`stale`). */
export const dispositionSchema = z.enum(['poison', 'systemic', 'stale'])
export type Disposition = z.infer<typeof dispositionSchema>

/**
 * dead → replaying → recovered | superseded | dead_again. From dead or dead_again also: replaying, discarded (by
 * somebody), expired (by age). The other states are final.
 */
export const letterStateSchema = z.enum([
  'dead',
  'replaying',
  'recovered',
  'superseded',
  'dead_again',
  'discarded',
  'expired',
])
export type LetterState = z.infer<typeof letterStateSchema>

/** Where an event died: at the door, in the enrichment, or in the aggregation. */
export const letterStageSchema = z.enum(['ingest', 'enrich', 'aggregate'])
export type LetterStage = z.infer<typeof letterStageSchema>

/** What processing an event does; a dead letter says which of them had committed. */
export const effectSchema = z.enum(['event', 'outbox', 'windows'])
export type Effect = z.infer<typeof effectSchema>

/** A systemic dead letter is replayed by itself this long after it died, each time anew. */
export const reprocessAfterHours = [1, 6, 24] as const

/** A dead letter expires after this long, and says so beforehand. */
export const letterLifetimeHours = 7 * 24
export const expiryWarningHours = [72, 24, 1] as const

/** What people made of a group of letters. A resolved one is unresolved again when another letter dies of the same. */
export const groupStateSchema = z.enum(['unresolved', 'resolved', 'ignored'])
export type GroupState = z.infer<typeof groupStateSchema>

/** A replay of `live` mode changes things; a `dry_run` rolls back. */
export const replayModeSchema = z.enum(['dry_run', 'live'])
export type ReplayMode = z.infer<typeof replayModeSchema>

/** A live replay of more letters than this waits until a second person has agreed. */
export const approvalAboveLetters = 500

/** `stopped` and `aborted` replays can be resumed. `declined`: the second person refused it. */
export const replayStateSchema = z.enum([
  'awaiting_approval',
  'pending',
  'running',
  'finished',
  'stopped',
  'aborted',
  'declined',
])
export type ReplayState = z.infer<typeof replayStateSchema>

export const replayOutcomeSchema = z.enum([
  'recovered',
  'superseded',
  'dead_again',
  'skipped',
  'would_recover',
  'would_be_superseded',
  'would_fail',
])
export type ReplayOutcome = z.infer<typeof replayOutcomeSchema>

/** How many letters each step of a canary may have sent, of `total`: one, ten, 1 %, all. */
export const canarySteps = 4
export function canaryAllowance(step: number, total: number): number {
  const allowances = [1, 10, Math.max(10, Math.ceil(total / 100)), total]
  return Math.min(total, allowances[Math.min(step, canarySteps - 1)] ?? total)
}

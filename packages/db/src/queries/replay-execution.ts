import type { LetterStage, LetterState, ReplayMode, ReplayState, Source } from '@touchline/contracts'
import type { Transaction } from '../database.ts'

/** An item's error code where nothing came of all its sends. */
export const unansweredCode = 'replay-unanswered'

export interface ReplayJob {
  readonly id: string
  readonly mode: ReplayMode
  readonly state: ReplayState
  readonly ratePerSecond: number
  readonly canary: boolean
  readonly canaryStep: number
  readonly total: number
}

/** How far a replay has come. */
export interface ReplayHeadway {
  readonly sent: number
  readonly settled: number
  /** Dead again since it was started, or resumed. */
  readonly failed: number
  /** Of these, those that nothing came of although they were sent as often as may be. */
  readonly unanswered: number
  /** Within the last second, again or for the first time. */
  readonly sentLately: number
}

/** One letter of a replay, with what its record is made of. */
export interface ReplayLetter {
  readonly letterId: string
  readonly state: LetterState
  readonly stage: LetterStage
  readonly source: Source
  readonly sourceEventId: string
  readonly provider: string
  readonly matchId: string
  readonly originAt: Date
  readonly correlationId: string
  readonly traceparent: string
  readonly schemaVersion: string
  readonly raw: Uint8Array
  readonly edited: Uint8Array | null
  readonly newSourceEventId: string | null
}

/**
 * Locks the oldest replay that is to be worked on, `except` these; undefined if there is none, or others have them.
 * Index: replays_state_id_idx.
 */
export async function takeReplay(
  tx: Transaction,
  except: readonly string[] = [],
): Promise<ReplayJob | undefined> {
  const { rows } = await tx.query<ReplayJob>({
    name: 'take-replay',
    text: `select id, mode, state, rate_per_second as "ratePerSecond", canary, canary_step as "canaryStep", total
           from replays where state in ('pending', 'running') and id <> all($1::bigint[])
           order by id limit 1 for update skip locked`,
    values: [except],
  })
  return rows[0]
}

export interface ReplayChange {
  readonly state: ReplayState
  readonly canaryStep?: number
  readonly stopReason?: string
}

/** Only under `takeReplay`. */
export async function saveReplay(tx: Transaction, id: string, change: ReplayChange): Promise<void> {
  await tx.query({
    name: 'save-replay',
    text: `update replays set state = $2::text::replay_state, canary_step = coalesce($3, canary_step),
             stop_reason = $4, started_at = coalesce(started_at, now()),
             finished_at = case when $2 in ('finished', 'stopped') then now() end
           where id = $1`,
    values: [id, change.state, change.canaryStep ?? null, change.stopReason ?? null],
  })
}

/** Index: replay_items_pkey. */
export async function countReplay(tx: Transaction, id: string): Promise<ReplayHeadway> {
  const { rows } = await tx.query<ReplayHeadway>({
    name: 'count-replay',
    text: `select count(*) filter (where sent_at is not null or outcome is not null)::int as sent,
             count(outcome)::int as settled,
             count(*) filter (where outcome = 'dead_again' and i.settled_at >= r.started_at)::int as failed,
             count(*) filter (where error_code = '${unansweredCode}' and i.settled_at >= r.started_at)::int as unanswered,
             count(*) filter (where sent_at > now() - interval '1 second')::int as "sentLately"
           from replay_items i join replays r on r.id = i.replay_id where replay_id = $1`,
    values: [id],
  })
  return rows[0] ?? { sent: 0, settled: 0, failed: 0, unanswered: 0, sentLately: 0 }
}

export const replayLetterColumns = `d.id as "letterId", d.state, d.stage, d.source, d.source_event_id as "sourceEventId", d.provider,
  d.match_id as "matchId", d.origin_at as "originAt", d.correlation_id as "correlationId", d.traceparent,
  d.schema_version as "schemaVersion", d.raw, i.edited, i.new_source_event_id as "newSourceEventId"`

/** The next letters that were not sent, in order, locked. Index: replay_items_replay_id_ordinal_key. */
export async function nextReplayLetters(tx: Transaction, id: string, limit: number): Promise<ReplayLetter[]> {
  const { rows } = await tx.query<ReplayLetter>({
    name: 'next-replay-letters',
    text: `select ${replayLetterColumns} from replay_items i join dead_letters d on d.id = i.dead_letter_id
           where i.replay_id = $1 and i.sent_at is null and i.outcome is null order by i.ordinal limit $2
           for update of i, d`,
    values: [id, limit],
  })
  return rows
}

export interface SendTimes {
  /** After an item's first send; doubled by each more. */
  readonly firstWaitSeconds: number
}

/** Marks items as sent now, once more, and their letters as replaying. */
export async function markSent(
  tx: Transaction,
  id: string,
  letterIds: readonly string[],
  { firstWaitSeconds }: SendTimes,
): Promise<void> {
  if (letterIds.length === 0) return
  await tx.query({
    name: 'mark-replay-items-sent',
    text: `update replay_items set sent_at = now(), sends = sends + 1,
             send_again_at = now() + make_interval(secs => $3::float8 * power(2, least(sends, 10)))
           where replay_id = $1 and dead_letter_id = any($2::bigint[])`,
    values: [id, letterIds, firstWaitSeconds],
  })
  await tx.query({
    name: 'mark-letters-replaying',
    text: `update dead_letters set state = 'replaying' where id = any($1::bigint[]) and state in ('dead', 'dead_again')`,
    values: [letterIds],
  })
}

/** Letters whose turn came too late: they are no longer dead. */
export async function markSkipped(tx: Transaction, id: string, letterIds: readonly string[]): Promise<void> {
  if (letterIds.length === 0) return
  await tx.query({
    name: 'mark-replay-items-skipped',
    text: `update replay_items set outcome = 'skipped', settled_at = now()
           where replay_id = $1 and dead_letter_id = any($2::bigint[])`,
    values: [id, letterIds],
  })
}

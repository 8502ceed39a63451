import type { Disposition, ReplayOutcome } from '@touchline/contracts'
import type { Transaction } from '../database.ts'
import { storableCut } from '../storable-text.ts'

/** A replayed record says which replay sent it, for which dead letter. */
export interface ReplayRef {
  readonly replayId: string
  readonly letterId: string
}

export const replayKey = ({ replayId, letterId }: ReplayRef): string => `${replayId}:${letterId}`

/**
 * Which of the refs are sent and not settled: a header may say anything, and a record may come twice. Locks their
 * items. Index: replay_items_pkey.
 */
export async function findOpenReplays(tx: Transaction, refs: readonly ReplayRef[]): Promise<Set<string>> {
  if (refs.length === 0) return new Set()
  const { rows } = await tx.query<ReplayRef>({
    name: 'find-open-replays',
    text: `select i.replay_id as "replayId", i.dead_letter_id as "letterId"
           from unnest($1::bigint[], $2::bigint[]) as r(replay_id, letter_id)
           join replay_items i on i.replay_id = r.replay_id and i.dead_letter_id = r.letter_id
           where i.outcome is null and i.sent_at is not null
           order by i.replay_id, i.dead_letter_id for update of i`,
    values: [refs.map(ref => ref.replayId), refs.map(ref => ref.letterId)],
  })
  return new Set(rows.map(replayKey))
}

/** What became of a replayed letter. */
export interface Settlement extends ReplayRef {
  readonly outcome: ReplayOutcome
  readonly seq?: number
  /** Why, where it was not recovered. */
  readonly message?: string
  readonly death?: {
    readonly errorCode: string
    readonly fingerprint: string
    readonly fingerprintVersion: number
    readonly disposition: Disposition
    readonly evidence: string
    readonly build: string
  }
}

/** Writes what became of items, and of their letters where the replay was a live one. Indexes: the two primary keys. */
export async function settleReplays(tx: Transaction, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return
  await settleItems(tx, settlements)
  await settleLetters(
    tx,
    settlements.filter(({ outcome }) => letterOutcomes.has(outcome)),
  )
}

const letterOutcomes: ReadonlySet<ReplayOutcome> = new Set(['recovered', 'superseded', 'dead_again'])

async function settleItems(tx: Transaction, settlements: readonly Settlement[]): Promise<void> {
  await tx.query({
    name: 'settle-replay-items',
    text: `update replay_items i set outcome = n.outcome, settled_at = now(), seq = n.seq, message = n.message,
             error_code = n.code, fingerprint = n.fingerprint
           from unnest($1::bigint[], $2::bigint[], $3::replay_outcome[], $4::int[], $5::text[], $6::text[], $7::text[])
             as n(replay_id, letter_id, outcome, seq, message, code, fingerprint)
           where i.replay_id = n.replay_id and i.dead_letter_id = n.letter_id`,
    values: [
      settlements.map(one => one.replayId),
      settlements.map(one => one.letterId),
      settlements.map(one => one.outcome),
      settlements.map(one => one.seq ?? null),
      settlements.map(one => (one.message === undefined ? null : storableCut(one.message, 2_000))),
      settlements.map(one => one.death?.errorCode ?? null),
      settlements.map(one => one.death?.fingerprint ?? null),
    ],
  })
}

async function settleLetters(tx: Transaction, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return
  await tx.query({
    name: 'settle-dead-letters',
    text: `update dead_letters d set state = n.outcome::text::letter_state,
             settled_at = case when n.code is null then now() end,
             settled_by = case when n.code is null then 'replay ' || n.replay_id end,
             deaths = d.deaths + case when n.code is null then 0 else 1 end,
             last_failed_at = case when n.code is null then d.last_failed_at else now() end,
             error_code = coalesce(n.code, d.error_code),
             error_message = case when n.code is null then d.error_message else coalesce(n.message, '') end,
             fingerprint = coalesce(n.fingerprint, d.fingerprint),
             fingerprint_version = coalesce(n.version, d.fingerprint_version),
             disposition = coalesce(n.disposition, d.disposition),
             evidence = coalesce(n.evidence, d.evidence), build = coalesce(n.build, d.build)
           from unnest($1::bigint[], $2::bigint[], $3::replay_outcome[], $4::text[], $5::text[], $6::text[], $7::int[],
             $8::disposition[], $9::text[], $10::text[])
             as n(replay_id, letter_id, outcome, message, code, fingerprint, version, disposition, evidence, build)
           where d.id = n.letter_id and d.state = 'replaying'`,
    values: [
      settlements.map(one => one.replayId),
      settlements.map(one => one.letterId),
      settlements.map(one => one.outcome),
      settlements.map(one => (one.message === undefined ? null : storableCut(one.message, 2_000))),
      settlements.map(one => one.death?.errorCode ?? null),
      settlements.map(one => one.death?.fingerprint ?? null),
      settlements.map(one => one.death?.fingerprintVersion ?? null),
      settlements.map(one => one.death?.disposition ?? null),
      settlements.map(one => one.death?.evidence.slice(0, 500) ?? null),
      settlements.map(one => one.death?.build ?? null),
    ],
  })
}

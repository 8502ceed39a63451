import type { LetterState, ReplayMode, ReplayState, Source } from '@touchline/contracts'
import type { Transaction } from '../../database.ts'
import { deadStates, type LetterChoice, whereChosen } from './filter.ts'

export interface NewReplay {
  readonly mode: ReplayMode
  readonly choice: LetterChoice
  /** The choice as it was asked, for people to read later. */
  readonly query: unknown
  readonly reason: string
  readonly requestedBy: string
  readonly ratePerSecond: number
  /** Undefined: for more than one letter. */
  readonly canary: boolean | undefined
  /** A live one of more letters waits until somebody else agrees; undefined: it never waits. */
  readonly approvalAbove?: number
}

/**
 * Adds a replay, pending or awaiting approval, of those of the chosen letters that are dead or dead again now, in the order in which their
 * records stood in the log. Index: that of what is chosen by.
 */
export async function insertReplay(
  tx: Transaction,
  { mode, choice, query, ...replay }: NewReplay,
): Promise<{ id: string; total: number; state: 'pending' | 'awaiting_approval' }> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'insert-replay',
    text: `insert into replays (mode, query, reason, requested_by, rate_per_second, canary, total)
           values ($1::replay_mode, $2::jsonb, $3, $4, $5, coalesce($6, false), 0) returning id`,
    values: [
      mode,
      JSON.stringify(query),
      replay.reason,
      replay.requestedBy,
      replay.ratePerSecond,
      replay.canary ?? null,
    ],
  })
  const id = String(rows[0]?.id)
  const values: unknown[] = [id]
  const { rowCount } = await tx.query(
    `insert into replay_items (replay_id, dead_letter_id, ordinal)
     select $1, d.id,
       row_number() over (order by d.origin_at, d.origin_topic, d.origin_partition, d.origin_offset, d.id)
     from dead_letters d where d.state in ${deadStates} and ${whereChosen(choice, values)}`,
    values,
  )
  const total = rowCount ?? 0
  const waits = mode === 'live' && total > (replay.approvalAbove ?? Number.POSITIVE_INFINITY)
  const state = waits ? 'awaiting_approval' : 'pending'
  await tx.query({
    name: 'total-replay',
    text: `update replays set total = $2, canary = coalesce($3, $2 > 1), state = $4::replay_state where id = $1`,
    values: [id, total, replay.canary ?? null, state],
  })
  return { id, total, state }
}

export interface EditableLetter {
  readonly id: string
  readonly source: Source
  readonly sourceEventId: string
  readonly state: LetterState
  readonly raw: Buffer
}

/** Index: dead_letters_pkey. */
export async function readEditable(tx: Transaction, ids: readonly string[]): Promise<EditableLetter[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.query<EditableLetter>({
    name: 'read-editable-letters',
    text: `select id, source, source_event_id as "sourceEventId", state, raw from dead_letters
           where id = any($1::bigint[]) order by id`,
    values: [ids],
  })
  return rows
}

export interface ItemEdit {
  readonly letterId: string
  readonly edited: Uint8Array
  readonly newSourceEventId: string
}

/** Index: replay_items_pkey. */
export async function saveEdits(
  tx: Transaction,
  replayId: string,
  edits: readonly ItemEdit[],
): Promise<void> {
  if (edits.length === 0) return
  await tx.query({
    name: 'save-replay-edits',
    text: `update replay_items i set edited = n.edited, new_source_event_id = n.new_id
           from unnest($2::bigint[], $3::bytea[], $4::text[]) as n(letter_id, edited, new_id)
           where i.replay_id = $1 and i.dead_letter_id = n.letter_id`,
    values: [
      replayId,
      edits.map(edit => edit.letterId),
      edits.map(edit => Buffer.from(edit.edited)),
      edits.map(edit => edit.newSourceEventId),
    ],
  })
}

export interface StateChange {
  readonly id: string
  readonly from: readonly ReplayState[]
  readonly to: ReplayState
}

/**
 * Moves a replay on if it is in one of the states `from`; the state that it was found in, undefined if there is no
 * such replay. Pending anew, it forgets why it stopped. Index: replays_pkey.
 */
export async function moveReplay(
  tx: Transaction,
  { id, from, to }: StateChange,
): Promise<{ found: ReplayState; moved: boolean } | undefined> {
  const { rows } = await tx.query<{ found: ReplayState; moved: boolean }>({
    name: 'move-replay',
    text: `with found as (select id, state from replays where id = $1 for update),
           moved as (
             update replays r set state = $3::replay_state,
               stop_reason = case when $3 = 'pending' then null else r.stop_reason end,
               started_at = case when $3 = 'pending' then null else r.started_at end,
               finished_at = case when $3 = 'pending' then null when $3 = 'aborted' then now() else r.finished_at end
             from found f where r.id = f.id and f.state = any($2::replay_state[]) returning r.id)
           select f.state as found, exists (select from moved) as moved from found f`,
    values: [id, from, to],
  })
  return rows[0]
}

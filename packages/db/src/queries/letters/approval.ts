import type { ReplayState } from '@touchline/contracts'
import type { Transaction } from '../../database.ts'

/** A replay that awaits approval is declined by itself after so long. */
export const approvalWithinHours = 24

export interface ReplayDecision {
  readonly id: string
  readonly approve: boolean
  readonly reason: string
  readonly by: string
}

export interface DecisionTaken {
  /** Why it was not taken. */
  readonly refused?: 'state-conflict' | 'approval-by-another'
  readonly total: number
  readonly requestedBy: string
}

/** Decides on a replay that awaits it; undefined if there is no such replay. Index: replays_pkey. */
export async function decideReplay(
  tx: Transaction,
  { id, approve, reason, by }: ReplayDecision,
): Promise<DecisionTaken | undefined> {
  const { rows } = await tx.query<{ state: ReplayState; total: number; requestedBy: string }>({
    name: 'lock-replay-to-decide',
    text: 'select state, total, requested_by as "requestedBy" from replays where id = $1 for update',
    values: [id],
  })
  const [found] = rows
  if (!found) return undefined
  const { state, total, requestedBy } = found
  if (state !== 'awaiting_approval') return { refused: 'state-conflict', total, requestedBy }
  if (requestedBy.toLowerCase() === by.toLowerCase())
    return { refused: 'approval-by-another', total, requestedBy }
  await tx.query({
    name: 'decide-replay',
    text: `update replays set state = case when $2 then 'pending' else 'declined' end::replay_state, decided_by = $3,
             decided_at = now(), stop_reason = case when $2 then null else $4 end,
             finished_at = case when $2 then null else now() end
           where id = $1`,
    values: [id, approve, by, reason],
  })
  return { total, requestedBy }
}

/** Whether a replay needs nobody's approval, or has it; true too where there is no such replay. Index: replays_pkey. */
export async function isApproved(tx: Transaction, id: string, approvalAbove: number): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'replay-unapproved',
    text: `select from replays where id = $1 and mode = 'live' and total > $2 and decided_by is null`,
    values: [id, approvalAbove],
  })
  return rowCount === 0
}

/** Notes that a replay which the system made needs no approval. Index: replays_pkey. */
export async function approveBySystem(tx: Transaction, id: string, by: string): Promise<void> {
  await tx.query({
    name: 'approve-by-system',
    text: 'update replays set decided_by = $2, decided_at = now() where id = $1',
    values: [id, by],
  })
}

export interface StaleReplay {
  readonly id: string
  readonly total: number
  readonly requestedBy: string
}

/** Declines replays on which nobody decided in time; those. Index: replays_state_id_idx. */
export async function declineStaleReplays(
  tx: Transaction,
  { now, by, reason }: { readonly now: Date; readonly by: string; readonly reason: string },
): Promise<StaleReplay[]> {
  const { rows } = await tx.query<StaleReplay>({
    name: 'decline-stale-replays',
    text: `update replays set state = 'declined', decided_by = $2, decided_at = $1, finished_at = $1, stop_reason = $3
           where id in (
             select id from replays where state = 'awaiting_approval'
               and created_at <= $1::timestamptz - interval '${approvalWithinHours} hours'
             order by id limit 1000 for update skip locked)
           returning id, total, requested_by as "requestedBy"`,
    values: [now, by, reason],
  })
  return rows
}

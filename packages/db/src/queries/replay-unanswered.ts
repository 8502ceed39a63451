import type { Transaction } from '../database.ts'
import { type ReplayLetter, replayLetterColumns, unansweredCode } from './replay-execution.ts'

/** An item that was marked before sends were counted is due so long after it was sent. */
const dueAt = `coalesce(i.send_again_at, i.sent_at + interval '15 seconds')`

export interface Unanswered {
  readonly maxSends: number
  readonly limit: number
}

/**
 * Letters that were sent, and that nothing came of in time: their process may have died before it appended them.
 * Index: replay_items_replay_id_ordinal_key.
 */
export async function unansweredLetters(
  tx: Transaction,
  id: string,
  { maxSends, limit }: Unanswered,
): Promise<ReplayLetter[]> {
  if (limit <= 0) return []
  const { rows } = await tx.query<ReplayLetter>({
    name: 'unanswered-replay-letters',
    text: `select ${replayLetterColumns} from replay_items i join dead_letters d on d.id = i.dead_letter_id
           where i.replay_id = $1 and i.outcome is null and i.sends < $2 and ${dueAt} <= now()
           order by i.ordinal limit $3 for update of i`,
    values: [id, maxSends, limit],
  })
  return rows
}

/**
 * Ends items that were sent `maxSends` times, and that nothing came of in time; how many. Their letters are dead as
 * before, unless another replay has sent them too. Indexes: replay_items_pkey, replay_items_dead_letter_id_idx.
 */
export async function giveUpUnanswered(
  tx: Transaction,
  id: string,
  { maxSends, limit, message }: Unanswered & { readonly message: string },
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'give-up-unanswered-items',
    text: `with due as (
             select i.dead_letter_id from replay_items i
             where i.replay_id = $1 and i.outcome is null and i.sends >= $2 and ${dueAt} <= now()
             order by i.ordinal limit $3 for update of i
           ), released as (
             update dead_letters d set state = (case when deaths > 1 then 'dead_again' else 'dead' end)::letter_state
             from due where d.id = due.dead_letter_id and d.state = 'replaying' and not exists (
               select from replay_items o
               where o.dead_letter_id = d.id and o.replay_id <> $1 and o.outcome is null and o.sent_at is not null))
           update replay_items i set outcome = 'dead_again', settled_at = now(), error_code = '${unansweredCode}',
             message = $4
           from due where i.replay_id = $1 and i.dead_letter_id = due.dead_letter_id`,
    values: [id, maxSends, limit, message],
  })
  return rowCount ?? 0
}

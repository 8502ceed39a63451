import type { Transaction } from '../../database.ts'
import { deadStates, type LetterChoice, whereChosen } from './filter.ts'

export interface Discarding {
  readonly choice: LetterChoice
  readonly reason: string
  readonly by: string
}

/** Discards those of the chosen that are dead or dead again; how many. Index: that of what is chosen by. */
export async function discardLetters(tx: Transaction, { choice, reason, by }: Discarding): Promise<number> {
  const values: unknown[] = [reason, by]
  const { rowCount } = await tx.query(
    `update dead_letters d set state = 'discarded', settled_at = now(), note = $1, settled_by = $2
     where d.state in ${deadStates} and ${whereChosen(choice, values)}`,
    values,
  )
  return rowCount ?? 0
}

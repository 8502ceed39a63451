import { type ParkedMatchRow, removeParkedRecords, type Transaction, unparkIfEmpty } from '@touchline/db'

/** A parked match as it was when it was found due. */
export type ParkedTry = Pick<ParkedMatchRow, 'matchId' | 'attempts' | 'parkedAt'>

/** The records were brought to an end; the match is parked no longer if none is left. */
export async function endWaiting(
  tx: Transaction,
  rows: readonly { readonly id: string }[],
  matchId: string,
): Promise<void> {
  await removeParkedRecords(
    tx,
    rows.map(row => row.id),
  )
  await unparkIfEmpty(tx, matchId)
}

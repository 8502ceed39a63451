import type { Database } from '../database.ts'
import type { AccountReport, TopicTotals } from './reconciliation.ts'

/** One account's report: what became of what was taken from each topic since the report before. */
export interface HourlyAccount extends Pick<AccountReport, 'at' | 'fromAt' | 'ok'> {
  /** Of the report that tells it. */
  readonly id: string
  readonly topics: readonly TopicTotals[]
}

/**
 * What became of what was accepted, hour by hour, the newest first: reconciliation keeps the last thousand hours as its
 * reports of accounts. Index: reconciliation_reports_kind_at_idx.
 */
export async function listHourlyAccounts(
  { pool }: Pick<Database, 'pool'>,
  { before, limit }: { readonly before?: Date | undefined; readonly limit: number },
): Promise<HourlyAccount[]> {
  const { rows } = await pool.query<HourlyRow>({
    name: 'list-hourly-accounts',
    text: `select id, at, from_at as "fromAt", ok, coalesce(totals->'topics', '[]') as topics
           from reconciliation_reports where kind = 'account' and at < coalesce($1::timestamptz, 'infinity')
           order by at desc limit $2`,
    values: [before ?? null, limit],
  })
  return rows.map(({ at, fromAt, ...rest }) => ({
    ...rest,
    at: at.toISOString(),
    fromAt: fromAt.toISOString(),
  }))
}

interface HourlyRow {
  readonly id: string
  readonly at: Date
  readonly fromAt: Date
  readonly ok: boolean
  readonly topics: readonly TopicTotals[]
}

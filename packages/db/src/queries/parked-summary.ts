import type { Database } from '../database.ts'

/** Parked matches of one reason. */
export interface ParkedReason {
  readonly errorCode: string
  readonly matches: number
  /** Since the one that has waited longest was parked. */
  readonly oldestSeconds: number
  /** That match, and what its last try failed of. */
  readonly matchId: string
  readonly errorMessage: string
}

/** Why matches are parked, the longest wait first, by the database's clock. Reads each parked match once. */
export async function readParkedReasons({ pool }: Pick<Database, 'pool'>): Promise<ParkedReason[]> {
  const { rows } = await pool.query<ParkedReason>({
    name: 'read-parked-reasons',
    text: `select error_code as "errorCode", count(*)::int as matches,
             extract(epoch from now() - min(parked_at))::float8 as "oldestSeconds",
             (array_agg(match_id order by parked_at))[1] as "matchId",
             (array_agg(error_message order by parked_at))[1] as "errorMessage"
           from parked_matches group by error_code order by "oldestSeconds" desc limit 50`,
  })
  return rows
}

import type { Database } from '../database.ts'

export interface ProviderActivity {
  readonly provider: string
  /** Among the match's newest `eventsMax` events of all sources, here as below. */
  readonly events: number
  readonly lastSeq: number
  readonly lastType: string
  readonly lastStoredAt: Date
}

/** More of a match's events than this are not looked at, so that its sensors do not make it slow. */
const eventsMax = 50_000

/** What each provider of broadcast events has told of a match, the newest report first. Index: match_events_pkey. */
export async function readProviderActivity(
  { pool }: Pick<Database, 'pool'>,
  matchId: string,
): Promise<ProviderActivity[]> {
  const { rows } = await pool.query<ProviderActivity>({
    name: 'read-provider-activity',
    text: `with reports as (
             select provider, seq, type, stored_at from (
               select provider, source, seq, type, stored_at from match_events
               where match_id = $1 order by seq desc limit $2) newest where source = 'broadcast')
           select provider, events, last.seq as "lastSeq", last.type as "lastType", last.stored_at as "lastStoredAt"
           from (select provider, count(*)::int as events, max(seq) as seq from reports group by provider) p
           join reports last using (provider, seq) order by last.seq desc limit 100`,
    values: [matchId, eventsMax],
  })
  return rows
}

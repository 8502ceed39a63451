import type { Transaction } from '../database.ts'

/** What became of the records of one topic and match. Accepted is their sum. */
export interface Outcome {
  readonly stored: number
  readonly duplicate: number
  /** Stored as a revision, or the withdrawal, of an event that was stored before. */
  readonly revised: number
  readonly dead: number
  readonly superseded: number
  readonly shed: number
  /** Gone from the log before it was processed. */
  readonly lost: number
}

export const noOutcome: Outcome = {
  ...{ stored: 0, duplicate: 0, revised: 0, dead: 0, superseded: 0 },
  ...{ shed: 0, lost: 0 },
}

/** Adds to the accounts, in the order of the match ids. Index: accounts_pkey. */
export async function addToAccounts(
  tx: Transaction,
  topic: string,
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<void> {
  const entries = [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length === 0) return
  const column = (name: keyof Outcome) => entries.map(([, outcome]) => outcome[name])
  await tx.query({
    name: 'add-to-accounts',
    text: `insert into accounts as a
             (topic, match_id, accepted, stored, duplicate, revised, dead, superseded, shed, lost)
           select $1, match_id, stored + duplicate + revised + dead + superseded + shed + lost, stored, duplicate, revised,
             dead, superseded, shed, lost
           from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
               $9::bigint[])
             as n(match_id, stored, duplicate, revised, dead, superseded, shed, lost)
           order by match_id
           on conflict (topic, match_id) do update set
             accepted = a.accepted + excluded.accepted, stored = a.stored + excluded.stored,
             duplicate = a.duplicate + excluded.duplicate, revised = a.revised + excluded.revised,
             dead = a.dead + excluded.dead, superseded = a.superseded + excluded.superseded,
             shed = a.shed + excluded.shed, lost = a.lost + excluded.lost`,
    values: [
      topic,
      entries.map(([matchId]) => matchId),
      column('stored'),
      column('duplicate'),
      column('revised'),
      column('dead'),
      column('superseded'),
      column('shed'),
      column('lost'),
    ],
  })
}

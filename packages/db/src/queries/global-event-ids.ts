import type { Transaction } from '../database.ts'
import type { EventIdentity } from './event-versions.ts'

/** Under which match each global id came before, by its place in the list. Index: global_event_ids_pkey. */
export async function findGlobalIds(
  tx: Transaction,
  events: readonly EventIdentity[],
): Promise<Map<number, string>> {
  if (events.length === 0) return new Map()
  const { rows } = await tx.query<{ place: string; matchId: string }>({
    name: 'find-global-ids',
    text: `select w.place, g.match_id as "matchId"
           from unnest($1::source[], $2::text[], $3::text[]) with ordinality as w(source, provider, id, place)
           join global_event_ids g on g.source = w.source and g.provider = w.provider and g.source_event_id = w.id`,
    values: [
      events.map(event => event.source),
      events.map(event => event.provider),
      events.map(event => event.sourceEventId),
    ],
  })
  return new Map(rows.map(row => [Number(row.place) - 1, row.matchId]))
}

/** Takes global ids for their matches; fails with a fault that `isConflict` knows where one is taken meanwhile. */
export async function insertGlobalIds(tx: Transaction, events: readonly EventIdentity[]): Promise<void> {
  if (events.length === 0) return
  await tx.query({
    name: 'insert-global-ids',
    text: `insert into global_event_ids (source, provider, source_event_id, match_id)
           select * from unnest($1::source[], $2::text[], $3::text[], $4::text[]) order by 1, 2, 3`,
    values: [
      events.map(event => event.source),
      events.map(event => event.provider),
      events.map(event => event.sourceEventId),
      events.map(event => event.matchId),
    ],
  })
}

/** Frees ids whose event was withdrawn, where they are still those of its match. Index: global_event_ids_pkey. */
export async function deleteGlobalIds(tx: Transaction, events: readonly EventIdentity[]): Promise<void> {
  if (events.length === 0) return
  await tx.query({
    name: 'delete-global-ids',
    text: `delete from global_event_ids g
           using unnest($1::source[], $2::text[], $3::text[], $4::text[]) as w(source, provider, id, match_id)
           where g.source = w.source and g.provider = w.provider and g.source_event_id = w.id
             and g.match_id = w.match_id`,
    values: [
      events.map(event => event.source),
      events.map(event => event.provider),
      events.map(event => event.sourceEventId),
      events.map(event => event.matchId),
    ],
  })
}

import type { Database } from '@touchline/db'
import type { Script } from './script.ts'

/** What is not as the script says; empty if all is. */
export async function judge({ pool }: Database, script: Script): Promise<string[]> {
  const faults: string[] = []
  const expectEqual = (what: string, found: unknown, expected: unknown) => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
    if (a !== b) faults.push(`${what}: ${a}, not ${b}`)
  }
  for (const matchId of script.matchIds) {
    const stored = await pool.query(
      'select seq, source_event_id as id from match_events where match_id = $1 order by seq',
      [matchId],
    )
    const ids = stored.rows.map(row => row.id as string)
    expectEqual(`${matchId}: stored`, [...ids].sort(), [...(script.stored.get(matchId) ?? [])].sort())
    expectEqual(
      `${matchId}: seq`,
      stored.rows.map(row => row.seq),
      ids.map((_, index) => index + 1),
    )
    const match = await pool.query('select last_seq, state from matches where match_id = $1', [matchId])
    expectEqual(`${matchId}: last seq`, match.rows[0]?.last_seq ?? 0, ids.length)
    expectEqual(`${matchId}: score`, match.rows[0]?.state.score.home ?? 0, script.goals.get(matchId))
    const outbox = await pool.query(
      'select first_seq, last_seq from outbox where match_id = $1 order by id',
      [matchId],
    )
    const relayed = outbox.rows.flatMap(row =>
      Array.from({ length: row.last_seq - row.first_seq + 1 }, (_, index) => row.first_seq + index),
    )
    expectEqual(
      `${matchId}: outbox`,
      relayed,
      ids.map((_, index) => index + 1),
    )
  }
  const prefix = `${script.name}-%`
  const accounts = await pool.query(
    `select topic, sum(accepted)::int as accepted, sum(dead)::int as dead from accounts
     where match_id like $1 group by topic order by topic`,
    [prefix],
  )
  const expected = script.partitions
    .filter(({ records }) => records.length > 0)
    .map(({ topic, records }) => ({
      topic,
      accepted: records.length,
      dead: topic === 'critical-events' ? 0 : script.dead,
    }))
  expectEqual(
    'accounts',
    accounts.rows,
    expected.sort((a, b) => (a.topic < b.topic ? -1 : 1)),
  )
  const letters = await pool.query('select count(*)::int as n from dead_letters where match_id like $1', [
    prefix,
  ])
  expectEqual('dead letters', letters.rows[0]?.n, script.dead)
  return faults
}

import type { MatchSnapshot, MatchState, Position } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'

export interface LockedMatch extends Position {
  readonly matchId: string
  readonly state: MatchState
  /** What packages/match keeps beside the state; null: it has to be made anew from the events. */
  readonly memory: object | null
}

/** A match of which nothing is known yet. */
export interface NewMatch {
  readonly state: MatchState
  readonly memory: object
}

export interface MatchLock {
  /** Leave parked matches out (the default): whoever made them wait may hold their rows for long. */
  readonly parked?: 'skip' | 'lock'
}

/**
 * Locks the matches' rows, making those that are missing, and returns them by id; what the lock leaves out is missing
 * from it. All writers take the locks in the order of the ids, so that they can't deadlock. Indexes: matches_pkey,
 * parked_matches_pkey.
 */
export async function lockMatches(
  tx: Transaction,
  matchIds: readonly string[],
  initial: NewMatch,
  lock: MatchLock = {},
): Promise<Map<string, LockedMatch>> {
  if (matchIds.length === 0) return new Map()
  const sorted = [...matchIds].sort()
  const found = await selectForUpdate(tx, sorted, lock)
  if (found.size === sorted.length) return found
  await tx.query({
    name: 'create-matches',
    text: `insert into matches (match_id, state, memory) select id, $2::jsonb, $3::jsonb from unnest($1::text[]) as id
           order by id on conflict do nothing`,
    values: [
      sorted.filter(id => !found.has(id)),
      JSON.stringify(initial.state),
      JSON.stringify(initial.memory),
    ],
  })
  return selectForUpdate(tx, sorted, lock)
}

async function selectForUpdate(
  tx: Transaction,
  sorted: readonly string[],
  { parked = 'skip' }: MatchLock,
): Promise<Map<string, LockedMatch>> {
  const notParked = 'and not exists (select from parked_matches p where p.match_id = m.match_id)'
  const { rows } = await tx.query<LockedMatch>({
    name: `lock-matches-${parked}`,
    text: `select match_id as "matchId", epoch, last_seq as seq, state, memory from matches m
           where match_id = any($1::text[]) ${parked === 'skip' ? notParked : ''}
           order by match_id for update of m`,
    values: [sorted],
  })
  return new Map(rows.map(row => [row.matchId, row]))
}

/**
 * Those of the matches whose row somebody holds while nothing has been stored for them for a while: whoever holds it
 * is not at work. Takes no lock. Index: matches_pkey.
 */
export async function findStuckMatches(
  db: Pick<Database, 'pool'>,
  matchIds: readonly string[],
  idleMs: number,
): Promise<Set<string>> {
  const { rows } = await db.pool.query<{ id: string }>({
    name: 'find-stuck-matches',
    text: `with free as (select match_id from matches where match_id = any($1::text[]) for update skip locked)
           select match_id as id from matches
           where match_id = any($1::text[]) and match_id not in (select match_id from free)
             and updated_at < clock_timestamp() - $2 * interval '1 millisecond'`,
    values: [matchIds, idleMs],
  })
  return new Set(rows.map(row => row.id))
}

export interface EvolvedMatch {
  readonly matchId: string
  readonly lastSeq: number
  readonly state: MatchState
  /** Left out: to be made anew from the events. */
  readonly memory?: object
}

/** Writes what the events led to. Only for rows that `lockMatches` locked in this transaction. */
export async function saveMatches(tx: Transaction, matches: readonly EvolvedMatch[]): Promise<void> {
  if (matches.length === 0) return
  await tx.query({
    name: 'save-matches',
    text: `update matches m set last_seq = n.last_seq, state = n.state, memory = n.memory, status = n.state->>'status',
             updated_at = clock_timestamp()
           from unnest($1::text[], $2::int[], $3::jsonb[], $4::jsonb[]) as n(match_id, last_seq, state, memory)
           where m.match_id = n.match_id`,
    values: [
      matches.map(match => match.matchId),
      matches.map(match => match.lastSeq),
      matches.map(match => JSON.stringify(match.state)),
      matches.map(({ memory }) => (memory ? JSON.stringify(memory) : null)),
    ],
  })
}

type SnapshotRow = { matchId: string; epoch: number; lastSeq: number; state: MatchState; updatedAt: Date }

const snapshotColumns =
  'match_id as "matchId", epoch, last_seq as "lastSeq", state, updated_at as "updatedAt"'

const toSnapshot = ({ state, updatedAt, ...rest }: SnapshotRow): MatchSnapshot =>
  ({ ...state, ...rest, updatedAt: updatedAt.toISOString() }) as MatchSnapshot

/** The newest matches first. Index: matches_created_at_idx. */
export async function listMatches(db: Database, { limit }: { limit: number }): Promise<MatchSnapshot[]> {
  const { rows } = await db.pool.query<SnapshotRow>({
    name: 'list-matches',
    text: `select ${snapshotColumns} from matches order by created_at desc limit $1`,
    values: [limit],
  })
  return rows.map(toSnapshot)
}

/** Index: matches_pkey. */
export async function getMatch(db: Database, matchId: string): Promise<MatchSnapshot | undefined> {
  const { rows } = await db.pool.query<SnapshotRow>({
    name: 'get-match',
    text: `select ${snapshotColumns} from matches where match_id = $1`,
    values: [matchId],
  })
  return rows[0] && toSnapshot(rows[0])
}

/** The position of each match's newest event; a match that has no row is left out. Index: matches_pkey. */
export async function readHeads(db: Database, matchIds: readonly string[]): Promise<Map<string, Position>> {
  const { rows } = await db.pool.query<{ matchId: string } & Position>({
    name: 'read-heads',
    text: 'select match_id as "matchId", epoch, last_seq as seq from matches where match_id = any($1::text[])',
    values: [matchIds],
  })
  return new Map(rows.map(({ matchId, epoch, seq }) => [matchId, { epoch, seq }]))
}

import type { MatchState, Source } from '@touchline/contracts'
import pg from 'pg'
import { digestOf, markOf } from './digest.ts'
import type { AccountRow, CheckpointRow, Database, Letter, MatchRow, StoredEvent } from './history.ts'

const pageRows = 20_000
const statementTimeoutMs = 120_000

/** Reads all that the checker needs as of one moment, by SQL of its own. Rejects if it can't be read whole. */
export async function readDatabase(url: string): Promise<Database> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'touchline-checker',
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`set local statement_timeout = ${statementTimeoutMs}`)
    return {
      matches: await readMatches(client),
      stored: await readStored(client),
      letters: await readLetters(client),
      accounts: await readAccounts(client),
      checkpoints: await readCheckpoints(client),
    }
  } finally {
    await client.end()
  }
}

async function readMatches(client: pg.Client): Promise<MatchRow[]> {
  const { rows } = await client.query<{
    id: string
    epoch: number
    seq: number
    status: string
    state: MatchState
  }>('select match_id as id, epoch, last_seq as seq, status, state from matches')
  return rows.map(({ id, epoch, seq, status, state }) => {
    const { score, clock, yellowCards, redCards } = state
    return { matchId: id, epoch, lastSeq: seq, status, score, clock, yellowCards, redCards }
  })
}

interface EventRow {
  readonly match_id: string
  readonly epoch: number
  readonly seq: number
  readonly source: Source
  readonly source_event_id: string
  readonly type: string
  readonly occurred_at: Date
  readonly home: number
  readonly away: number
  readonly payload: unknown
}

/** In pages by the primary key, so that neither side holds a whole table twice. */
async function readStored(client: pg.Client): Promise<StoredEvent[]> {
  const stored: StoredEvent[] = []
  let after: readonly [string, number] = ['', 0]
  for (;;) {
    const { rows } = await client.query<EventRow>(
      `select match_id, epoch, seq, source, source_event_id, type, occurred_at, score_home as home,
              score_away as away, payload
       from match_events where (match_id, seq) > ($1, $2) order by match_id, seq limit ${pageRows}`,
      [...after],
    )
    for (const row of rows) stored.push(toStored(row))
    const last = rows.at(-1)
    if (!last) return stored
    after = [last.match_id, last.seq]
  }
}

function toStored(row: EventRow): StoredEvent {
  const { match_id: matchId, epoch, seq, source, type, home, away, payload } = row
  const occurredAt = row.occurred_at.toISOString()
  return {
    matchId,
    epoch,
    seq,
    source,
    sourceEventId: row.source_event_id,
    type,
    occurredAtMs: row.occurred_at.getTime(),
    score: { home, away },
    digest: digestOf({ matchId, type, occurredAt, payload }),
    mark: source === 'broadcast' ? markOf(type, payload) : undefined,
  }
}

async function readLetters(client: pg.Client): Promise<Letter[]> {
  const { rows } = await client.query<Letter>(
    `select source, source_event_id as "sourceEventId", match_id as "matchId", state, disposition,
            encode(sha256(raw), 'hex') as "rawHash"
     from dead_letters order by id`,
  )
  return rows
}

async function readAccounts(client: pg.Client): Promise<AccountRow[]> {
  const { rows } = await client.query<AccountRow>(
    `select topic, match_id as "matchId", accepted::float8, stored::float8, duplicate::float8, revised::float8, dead::float8,
            superseded::float8, shed::float8, lost::float8
     from accounts`,
  )
  return rows
}

async function readCheckpoints(client: pg.Client): Promise<CheckpointRow[]> {
  const { rows } = await client.query<CheckpointRow>(
    `select consumer_group as "group", topic, partition, next_offset::float8 as "nextOffset" from checkpoints`,
  )
  return rows
}

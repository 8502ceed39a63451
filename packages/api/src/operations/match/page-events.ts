import { type EventsInput, formatPosition, type MatchEvent, parsePosition } from '@touchline/contracts'
import { type Database, readEvents, readHeads } from '@touchline/db'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export interface EventPage {
  /** In order of `seq`, without gaps. */
  readonly items: MatchEvent[]
  /** The position of the last item if there may be more after it; null at the end of what is stored. */
  readonly next: string | null
}

/**
 * The events after a position. A position of another epoch, or beyond the newest event, belongs to a history that was
 * lost: the page then starts over at `seq` 1, and its items carry the epoch that holds now.
 */
export async function pageEvents(
  database: Database,
  { matchId, after, limit }: EventsInput,
): Promise<Outcome<EventPage, 'match-not-found'>> {
  const head = (await readHeads(database, [matchId])).get(matchId)
  if (!head) return failed('match-not-found')
  const position = after === undefined ? undefined : parsePosition(after)
  const isHeld = position?.epoch === head.epoch && position.seq <= head.seq
  const afterSeq = isHeld ? position.seq : 0
  const items = await readEvents(database, { matchId, afterSeq, limit })
  const last = items.at(-1)
  // The epoch may change between the two reads; what came then starts over.
  if (last && last.epoch !== head.epoch) return pageEvents(database, { matchId, limit })
  const mayHaveMore = last !== undefined && items.length === limit && last.seq < head.seq
  return succeeded({ items, next: mayHaveMore ? formatPosition(last) : null })
}

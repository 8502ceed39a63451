import {
  type MatchEvent,
  type MatchId,
  matchIdSchema,
  parsePosition,
  type Source,
} from '@touchline/contracts'
import {
  type Database,
  findEventPlace,
  findLetters,
  type LetterEvidence,
  type RelayEvidence,
  readEvents,
  readHeads,
  readRelayEvidence,
} from '@touchline/db'
import { readKnownMatches } from '../masking/known-matches.ts'
import { isShownSourceId } from '../masking/letter-view.ts'

export interface Fact {
  /** When it was so, ISO 8601. */
  readonly at: string
  readonly text: string
}

export type AskedEvent =
  | { readonly matchId: MatchId; readonly position: string }
  | { readonly source: Source; readonly sourceEventId: string }

export type KnownEvent = Omit<MatchEvent, 'payload' | 'score'>

/**
 * How far an event has come on its way to the gateways. `unknown`: no trace of it. `dead`: its dead letter is all there
 * is. `not-stored`: its place is not taken yet. `old-epoch`: of a history that was lost.
 */
export interface EventFacts {
  readonly state: 'unknown' | 'dead' | 'not-stored' | 'old-epoch' | 'not-relayed' | 'relayed'
  readonly text: string
  readonly facts: readonly Fact[]
  /** Undefined unless it is stored. */
  readonly event: KnownEvent | undefined
}

export async function findEventFacts(database: Database, asked: AskedEvent, now: Date): Promise<EventFacts> {
  if ('position' in asked) return factsOfPlace(database, asked, now)
  const [place, ofId] = await Promise.all([findEventPlace(database, asked), findLetters(database, asked)])
  const letters = place ? ofId : await shownLetters(database, asked.sourceEventId, ofId)
  const told = letters.map(letterFact)
  if (!place) return notStored(letters, told)
  const position = `${place.epoch}:${place.seq}`
  const found = await factsOfPlace(database, { matchId: matchIdSchema.parse(place.matchId), position }, now)
  return { ...found, facts: [...told, ...found.facts] }
}

/** A letter whose id is hidden must not be found by guessing the id. */
async function shownLetters(
  database: Database,
  sourceEventId: string,
  letters: readonly LetterEvidence[],
): Promise<LetterEvidence[]> {
  const known = await readKnownMatches(
    database,
    letters.map(({ matchId }) => matchId),
  )
  return letters.filter(({ matchId }) => isShownSourceId(sourceEventId, matchId, known))
}

function notStored(letters: readonly LetterEvidence[], facts: readonly Fact[]): EventFacts {
  const [newest] = letters
  const known = newest
    ? {
        state: 'dead' as const,
        text: `it could not be processed: dead letter ${newest.id} is ${newest.state}`,
      }
    : {
        state: 'unknown' as const,
        text: 'it is neither stored nor dead: it never came, is still on its way, or was held back or replaced',
      }
  return { ...known, facts, event: undefined }
}

const letterFact = ({ id, state, errorCode, lastFailedAt, settledAt }: LetterEvidence): Fact => ({
  at: (settledAt ?? lastFailedAt).toISOString(),
  text: `dead letter ${id} (${errorCode}) is ${state}`,
})

interface Place {
  readonly matchId: MatchId
  readonly position: string
}

async function factsOfPlace(
  database: Database,
  { matchId, position }: Place,
  now: Date,
): Promise<EventFacts> {
  const asked = parsePosition(position) ?? { epoch: 0, seq: 0 }
  const head = (await readHeads(database, [matchId])).get(matchId)
  if (!head) return missing('unknown', `no match ${matchId} is known`, now)
  if (head.epoch !== asked.epoch) {
    return missing(
      'old-epoch',
      `the match is in epoch ${head.epoch} now, so ${position} is no place of it`,
      now,
    )
  }
  if (asked.seq < 1 || asked.seq > head.seq) return beyondHead(database, { matchId, ...head }, now)
  const [event] = await readEvents(database, { matchId, afterSeq: asked.seq - 1, limit: 1 })
  if (event?.seq !== asked.seq) return missing('unknown', `the store no longer holds ${position}`, now)
  const { payload: _payload, score: _score, ...known } = event
  const evidence = await readRelayEvidence(database, { matchId, ...asked })
  return { ...relayed(known, evidence), facts: [...storeFacts(known), ...relayFacts(evidence)], event: known }
}

const missing = (state: EventFacts['state'], text: string, now: Date): EventFacts => ({
  state,
  text,
  facts: [{ at: now.toISOString(), text }],
  event: undefined,
})

async function beyondHead(
  database: Database,
  place: { matchId: MatchId; epoch: number; seq: number },
  now: Date,
): Promise<EventFacts> {
  const { parkedAt } = await readRelayEvidence(database, place)
  const at = `the match stands at ${place.epoch}:${place.seq}`
  if (!parkedAt) return missing('not-stored', at, now)
  return missing('not-stored', `${at}, and its events wait since ${parkedAt.toISOString()}`, now)
}

const storeFacts = ({
  source,
  sourceEventId,
  occurredAt,
  ingestedAt,
  storedAt,
  ...event
}: KnownEvent): Fact[] => [
  { at: occurredAt, text: `happened, as ${source} says: ${event.type} (${sourceEventId})` },
  { at: ingestedAt, text: 'accepted' },
  { at: storedAt, text: `stored as ${event.matchId} ${event.epoch}:${event.seq}, ${event.lane}` },
]

function relayFacts({ waitingSince, published }: RelayEvidence): Fact[] {
  const waiting = waitingSince && { at: waitingSince.toISOString(), text: 'waits in the outbox since then' }
  const relay = published && {
    at: published.at.toISOString(),
    text: `the relay had sent the match on up to ${published.epoch}:${published.seq}`,
  }
  return [waiting, relay].filter(fact => fact !== null)
}

function relayed({ epoch, seq }: KnownEvent, { published, waitingSince }: RelayEvidence) {
  const isSent = published !== null && published.epoch === epoch && published.seq >= seq
  if (isSent && !waitingSince) return { state: 'relayed' as const, text: 'it was sent on' }
  return { state: 'not-relayed' as const, text: 'it is stored, and has not been sent on yet' }
}

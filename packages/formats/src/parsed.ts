import type {
  Clock,
  EventPayloads,
  Fault,
  Fixture,
  MatchId,
  Revision,
  Score,
  SentBroadcastEvent,
  SentWithdrawal,
} from '@touchline/contracts'

/** What the supplier calls the teams, by its ids or by their names. */
export interface Teams {
  readonly home: string
  readonly away: string
}

/** Names by the supplier's ids, from a document of their own such as Opta's F7. */
export interface Squads {
  readonly teams: Teams
  readonly fixture: Fixture
  /** Players by id. */
  readonly players: ReadonlyMap<string, string>
}

export interface ParseOptions {
  /** Instead of the supplier's own id of the match. */
  readonly matchId?: MatchId | undefined
  /** For a document that does not say which match it is about. */
  readonly defaultMatchId?: MatchId | undefined
  /** For a document that does not say who plays at home. */
  readonly teams?: Teams | undefined
  readonly squads?: Squads | undefined
  /** For a format that tells no dates: an instant in ISO 8601. */
  readonly kickoffAt?: string | undefined
  /** When the document came, in milliseconds since 1970: no event is dated later if it is for us to date them. */
  readonly receivedMs?: number | undefined
  /** The document holds the match from its first event to its last, so what it does not say may be told from its order. */
  readonly isWholeMatch?: boolean | undefined
}

type BroadcastType = SentBroadcastEvent['type']
/** What an action comes to: an event's type and payload. */
export type Meaning = {
  [K in BroadcastType]: { readonly type: K; readonly payload: EventPayloads[K] }
}[BroadcastType]

export type SentAction = Meaning & {
  readonly matchId: MatchId
  readonly sourceEventId: string
  readonly occurredAt: string
  readonly clock?: Clock
  readonly fixture?: Fixture
  readonly revision?: Revision
}

/** What a partner would send to the webhook in Touchline's own form. */
export type SentItem = SentAction | SentWithdrawal

/** What the document itself says of the match that its events are of. */
export interface DocumentMatch {
  readonly matchId: MatchId
  readonly fixture?: Fixture | undefined
  /** The result that the document states, the shoot-out apart. */
  readonly score?: Score | undefined
  readonly penalties?: Score | undefined
  /** It tells no dates, so its events are dated from the option `kickoffAt`. */
  readonly isUndated?: boolean | undefined
  /** Its events have no dates of their own: theirs come from the kick-off, and from no clock of the supplier's. */
  readonly isDatedFromKickoff?: boolean | undefined
}

export interface Parsed {
  /** In the order of the document. Of one id with one revision the last stands. */
  readonly items: readonly SentItem[]
  /** One for each element that could not be read, under its path; one under "(document)" if none could. */
  readonly faults: readonly Fault[]
  /** Elements that are about the document or its recording, not the match: line-ups, cameras. */
  readonly skipped: number
  /** Undefined: the document could not be read. */
  readonly match: DocumentMatch | undefined
}

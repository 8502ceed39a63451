import type { Fixture, MatchId, Revision, Side } from '@touchline/contracts'
import { ElementFault } from '../document-fault.ts'
import type { Teams } from '../parsed.ts'
import { laterRevision } from '../revision.ts'
import type { OptaAction, OptaEvent } from './action.ts'
import { relationsOf, type Told } from './relations.ts'

/** What a document says of its match beside the events. */
export interface OptaGame {
  readonly matchId: MatchId
  /** The teams' ids. */
  readonly teams: Teams
  readonly fixture: Fixture
  /** Players' names by id, as another document has them. */
  readonly players: ReadonlyMap<string, string>
}

/** What one event is read with: its game, and what the events beside it in the document tell. */
export interface OptaMatch {
  readonly teams: Teams
  /** The event of the same team that it names as the related one. */
  readonly related: (action: OptaAction) => OptaEvent | undefined
  /** An event of the same team rescinds this card. */
  readonly isRescinded: (card: OptaAction) => boolean
  /** An end of a period in the document is also the end of the game. */
  readonly hasGameEnd: () => boolean
  readonly nameOf: (playerId: string) => string | undefined
}

export interface Reading {
  readonly match: OptaMatch
  /** The highest revision among the event and all that its reading has asked for. */
  readonly revision: () => Revision | undefined
}

/**
 * Gives each event what it is read with. Whatever is asked of other events raises the revision of this one, also where
 * one of them is deleted by now: so what two documents tell differently has the higher revision in the newer one.
 */
export function createReadings(game: OptaGame, events: readonly OptaEvent[]) {
  const relations = relationsOf(events, game.teams.home)
  return (event: OptaEvent): Reading => {
    let revision = event.revision
    // An older version of an event stays below the newest, which alone is raised.
    const isNewest = relations.isNewest(event)
    const noting = <T>({ value, revision: asked }: Told<T>): T => {
      if (isNewest) revision = laterRevision(revision, asked)
      return value
    }
    const match: OptaMatch = {
      teams: game.teams,
      related: action => noting(relations.related(action)),
      isRescinded: card => noting(relations.isRescinded(card)),
      hasGameEnd: () => noting(relations.hasGameEnd),
      nameOf: playerId => noting(relations.nameOf(playerId)) ?? game.players.get(playerId),
    }
    return { match, revision: () => revision }
  }
}

/** Undefined for an action of no team; throws an `ElementFault` for a team that is neither. */
export function sideOf({ teams }: OptaMatch, teamId: string | undefined): Side | undefined {
  if (teamId === undefined) return undefined
  if (teamId === teams.home) return 'home'
  if (teamId === teams.away) return 'away'
  throw new ElementFault(`its team ${teamId.slice(0, 40)} is neither of the match's two`)
}

export const otherSide = (side: Side): Side => (side === 'home' ? 'away' : 'home')

/** The player's name, or the supplier's id where no document tells the name. */
export function playerOf(match: OptaMatch, { playerId, playerName }: OptaAction): string | undefined {
  if (playerName !== undefined) return playerName
  return playerId === undefined ? undefined : (match.nameOf(playerId) ?? playerId)
}

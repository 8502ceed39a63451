import type { Fixture, MatchId, Revision, Side } from '@touchline/contracts'
import { ElementFault } from '../document-fault.ts'
import type { Teams } from '../parsed.ts'
import { isAction, type OptaAction, type OptaEvent } from './action.ts'
import { qualifiers, types } from './codes.ts'

/** What a document says of its match beside the events. */
export interface OptaGame {
  readonly matchId: MatchId
  /** The teams' ids. */
  readonly teams: Teams
  readonly fixture: Fixture
  /** Players' names by id, as another document has them. */
  readonly players: ReadonlyMap<string, string>
}

/** What one event is read with: its game, and the events beside it in the document. */
export interface OptaMatch extends OptaGame {
  /** The event of the same team that it names as the related one. */
  readonly related: (action: OptaAction) => OptaEvent | undefined
  /** The event of the same team by which its card was rescinded. */
  readonly rescinding: (card: OptaAction) => OptaAction | undefined
  /** An end of a period in the document is also the end of the game. */
  readonly hasGameEnd: boolean
}

const keyOf = (teamId: string | undefined, eventId: string | undefined) =>
  `${teamId?.length} ${teamId} ${eventId}`

export function createOptaMatch(game: OptaGame, events: readonly OptaEvent[]): OptaMatch {
  const actions = events.filter(isAction)
  const byNumber = new Map(events.map(event => [keyOf(event.teamId, event.eventId), event]))
  const rescinding = new Map(
    actions
      .filter(({ typeId }) => typeId === types.rescindedCard)
      .map(action => [keyOf(action.teamId, action.qualifiers.get(qualifiers.relatedEvent)), action]),
  )
  const told = actions.flatMap(({ playerId, playerName }) =>
    playerId !== undefined && playerName !== undefined ? [[playerId, playerName] as const] : [],
  )
  return {
    ...game,
    players: new Map([...game.players, ...told]),
    related: action => {
      const number = action.qualifiers.get(qualifiers.relatedEvent)
      return number === undefined ? undefined : byNumber.get(keyOf(action.teamId, number))
    },
    rescinding: card => rescinding.get(keyOf(card.teamId, card.eventId)),
    hasGameEnd: actions.some(action => isGameEnd(action) && action.teamId === game.teams.home),
  }
}

/** The end of the last period that is played. */
export const isGameEnd = ({ typeId, periodId, qualifiers: has }: OptaAction): boolean =>
  typeId === types.end && periodId <= 5 && has.has(qualifiers.gameEnd)

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
  return playerId === undefined ? undefined : (match.players.get(playerId) ?? playerId)
}

/** The later of two events' revisions: what is read from both changes with either. */
export function laterRevision(one: Revision | undefined, other: Revision | undefined): Revision | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return typeof one === typeof other && other > one ? other : one
}

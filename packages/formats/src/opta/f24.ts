import type { Score } from '@touchline/contracts'
import { DocumentFault } from '../document-fault.ts'
import { nameText, withoutEmpty } from '../element.ts'
import { instantOf } from '../instant.ts'
import { limits } from '../limits.ts'
import { matchIdFrom } from '../match-id.ts'
import type { Parsed, ParseOptions, Teams } from '../parsed.ts'
import { type Attributes, readXml } from '../read-xml.ts'
import type { Spelling } from './action.ts'
import { type RawEvent, readGame } from './game.ts'
import type { RawQualifier } from './qualifiers.ts'

interface Game {
  readonly attributes: Attributes
  readonly events: readonly RawEvent[]
}

/** Times are of London where the document has no `timestamp_utc`. */
const names: Spelling['names'] = {
  id: 'id',
  eventId: 'event_id',
  typeId: 'type_id',
  revision: 'version',
  teamId: 'team_id',
  periodId: 'period_id',
  minute: 'min',
  second: 'sec',
  playerId: 'player_id',
  playerName: 'player_name',
  outcome: 'outcome',
  x: 'x',
  y: 'y',
  at: 'timestamp',
  qualifiers: 'Q',
}

/** Opta's F24: the events of one game in XML. Throws a `DocumentFault`. */
export function parseF24(text: string, options: ParseOptions): Parsed {
  const { attributes, events } = gameIn(text)
  const teams = teamsOf(attributes, events, options)
  const fixture = {
    home: nameOr(attributes.home_team_name, options.squads?.fixture.home ?? teams.home),
    away: nameOr(attributes.away_team_name, options.squads?.fixture.away ?? teams.away),
    ...optional('competition', nameOr(attributes.competition_name, options.squads?.fixture.competition)),
    ...optional('venue', options.squads?.fixture.venue),
    ...optional('kickoffAt', kickoffOf(attributes) ?? options.squads?.fixture.kickoffAt),
  }
  const game = {
    matchId: matchIdFrom('opta', attributes.id, options),
    teams,
    fixture,
    players: options.squads?.players ?? new Map(),
  }
  return readGame(game, events, { names, zone: 'london' }, optional('score', scoreOf(attributes)))
}

/** Where an element stands. Only a game's own events are read, and only their own qualifiers. */
type Place = 'outside' | 'game' | 'event' | 'elsewhere'

function placeWithin(parent: Place, name: string): Place {
  if (parent === 'outside') return name === 'Game' ? 'game' : 'outside'
  return parent === 'game' && name === 'Event' ? 'event' : 'elsewhere'
}

function gameIn(text: string): Game {
  const games: Attributes[] = []
  const events: (RawEvent & { readonly qualifiers: RawQualifier[] })[] = []
  const places: Place[] = []
  readXml(text, {
    open: (name, attributes) => {
      const parent = places.at(-1) ?? 'outside'
      const place = placeWithin(parent, name)
      places.push(place)
      if (place === 'game') games.push(withoutEmpty(attributes))
      else if (place === 'event') events.push(rawEvent(withoutEmpty(attributes), events.length))
      else if (parent === 'event' && name === 'Q') events.at(-1)?.qualifiers.push(rawQualifier(attributes))
    },
    close: () => places.pop(),
  })
  const [attributes] = games
  if (!attributes || games.length > 1)
    throw new DocumentFault(`must hold one <Game>, this one has ${games.length}`)
  return { attributes, events }
}

const rawQualifier = ({ qualifier_id, value }: Attributes): RawQualifier => ({ id: qualifier_id, value })

function rawEvent(attributes: Attributes, index: number) {
  if (index >= limits.events) throw new DocumentFault(`holds more than ${limits.events} events`)
  const qualifiers: RawQualifier[] = []
  const at =
    attributes.timestamp_utc === undefined
      ? attributes.timestamp
      : `${attributes.timestamp_utc.replace(/Z$/, '')}Z`
  const raw = {
    ...Object.fromEntries(Object.entries(names).map(([field, name]) => [field, attributes[name]])),
    at,
    qualifiers,
  }
  return { path: `Game.Event[${index}]`, raw, qualifiers }
}

/** The document's own teams first; of a whole match without them, the first team of its events plays at home. */
function teamsOf(attributes: Attributes, events: readonly RawEvent[], options: ParseOptions): Teams {
  const { home_team_id: home, away_team_id: away } = attributes
  const known = options.teams ?? (home && away ? { home, away } : undefined) ?? options.squads?.teams
  const seen = options.isWholeMatch ? teamsIn(events) : undefined
  const teams = known ?? seen
  if (teams) return teams
  throw new DocumentFault('must say who plays at home: home_team_id and away_team_id are missing', 'Game')
}

function teamsIn(events: readonly RawEvent[]): Teams | undefined {
  const ids = new Set(
    events.flatMap(({ raw }) => ('teamId' in raw && typeof raw.teamId === 'string' ? [raw.teamId] : [])),
  )
  const [home, away] = ids
  return home !== undefined && away !== undefined && ids.size === 2 ? { home, away } : undefined
}

function scoreOf({ home_score, away_score }: Attributes): Score | undefined {
  if (!/^\d{1,2}$/.test(home_score ?? '') || !/^\d{1,2}$/.test(away_score ?? '')) return undefined
  return { home: Number(home_score), away: Number(away_score) }
}

const kickoffOf = ({ game_date }: Attributes): string | undefined =>
  game_date === undefined ? undefined : instantOf(game_date, 'london')

function nameOr<T extends string | undefined>(text: string | undefined, otherwise: T): string | T {
  const name = nameText.safeParse(text)
  return name.success ? name.data : otherwise
}

const optional = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }

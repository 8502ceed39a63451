import type { MatchId, Score, Side } from '@touchline/contracts'
import { createCollector } from '../collector.ts'
import { DocumentFault, ElementFault } from '../document-fault.ts'
import { attempt, outcomeOf, readElement, wasRead, withoutEmpty } from '../element.ts'
import { matchIdFrom } from '../match-id.ts'
import type { Parsed, ParseOptions, SentItem, Teams } from '../parsed.ts'
import { actionSchema, type StatsBombAction, secondsOf } from './action.ts'
import { type DateOf, datesOf } from './dates.ts'
import { fixtureOf, kickoffIn, kickoffOf, readDocument, type StatsBombMatch } from './document.ts'
import { matchEndIn } from './match-end.ts'
import { meaningOf, type StatsBombContext } from './meaning.ts'

/** These are about the document or its recording. */
const metadata: ReadonlySet<string> = new Set(['Starting XI', 'Camera On', 'Camera off'])

/** StatsBomb's events in JSON. They have ids, and no revisions. Throws a `DocumentFault`. */
export function parseStatsBomb(text: string, options: ParseOptions): Parsed {
  const { events, match } = readDocument(text)
  const matchId = matchIdFrom('statsbomb', match?.match_id, options)
  const kickoffAt = kickoffOf(match, options)
  const actions = events.map(event => attempt(() => readElement(actionSchema, withoutEmpty(event))))
  const read = actions.filter(wasRead)
  const teams = teamsOf(read, match, options)
  const score = scoreOf(match)
  const context = contextOf(read, teams, { score, isWholeMatch: options.isWholeMatch ?? false })
  const dateOf = datesOf(read, Date.parse(kickoffAt), options.receivedMs)
  const collector = createCollector()
  for (const [index, action] of actions.entries()) {
    collector.add(`[${index}]`, () => itemOf(outcomeOf(action), context, { matchId, dateOf }))
  }
  const nameOf = (team: string) => read.find(action => isTeam(action, team))?.team.name ?? team
  const fixture = fixtureOf(match, nameOf(teams.home), nameOf(teams.away), kickoffAt)
  const isUndated = kickoffIn(match) === undefined
  return collector.finish({ matchId, fixture, score, isUndated, isDatedFromKickoff: true })
}

const isTeam = ({ team }: StatsBombAction, name: string) => team.id === name || team.name === name

/** Of a whole match that does not say, the first team of its line-ups plays at home. */
function teamsOf(
  actions: readonly StatsBombAction[],
  match: StatsBombMatch | undefined,
  { teams, isWholeMatch }: ParseOptions,
): Teams {
  const told = match && { home: match.home_team.home_team_name, away: match.away_team.away_team_name }
  const known = teams ?? told
  if (known) return known
  const [home, away] = new Set(isWholeMatch ? actions.map(({ team }) => team.id) : [])
  if (home !== undefined && away !== undefined) return { home, away }
  throw new DocumentFault('must say who plays at home: it has no "match"')
}

function contextOf(
  actions: readonly StatsBombAction[],
  teams: Teams,
  told: { readonly score: Score | undefined; readonly isWholeMatch: boolean },
): StatsBombContext {
  const knownSideOf = (action: StatsBombAction): Side | undefined => {
    if (isTeam(action, teams.home)) return 'home'
    return isTeam(action, teams.away) ? 'away' : undefined
  }
  const sideOf = (action: StatsBombAction): Side => {
    const side = knownSideOf(action)
    if (side) return side
    throw new ElementFault("is neither of the match's two", 'team')
  }
  const byId = new Map(actions.map(action => [action.id, action]))
  return {
    sideOf,
    actionOf: id => byId.get(id),
    matchEndId: matchEndIn(actions, { ...told, sideOf: knownSideOf }),
  }
}

function itemOf(
  action: StatsBombAction,
  context: StatsBombContext,
  { matchId, dateOf }: { matchId: MatchId; dateOf: DateOf },
): SentItem | undefined {
  if (metadata.has(action.type.name)) return undefined
  return {
    matchId,
    sourceEventId: action.id,
    occurredAt: new Date(dateOf(action)).toISOString(),
    clock: { period: action.period, seconds: secondsOf(action) },
    ...meaningOf(action, context),
  }
}

const scoreOf = (match: StatsBombMatch | undefined) =>
  typeof match?.home_score === 'number' && typeof match.away_score === 'number'
    ? { home: match.home_score, away: match.away_score }
    : undefined

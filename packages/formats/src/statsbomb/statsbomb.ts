import type { MatchId, Side } from '@touchline/contracts'
import { createCollector } from '../collector.ts'
import { DocumentFault, ElementFault } from '../document-fault.ts'
import { attempt, outcomeOf, readElement, wasRead } from '../element.ts'
import { matchIdFrom } from '../match-id.ts'
import type { Parsed, ParseOptions, SentItem, Teams } from '../parsed.ts'
import { actionSchema, type StatsBombAction, secondsOf } from './action.ts'
import { fixtureOf, kickoffIn, kickoffOf, readDocument, type StatsBombMatch } from './document.ts'
import { meaningOf, type StatsBombContext } from './meaning.ts'

/** Where each period begins, in minutes from kick-off: the format tells no dates, so this says enough for an order. */
const periodStartMinutes: Readonly<Record<number, number>> = { 1: 0, 2: 65, 3: 130, 4: 155, 5: 180 }

/** These are about the document or its recording. */
const metadata: ReadonlySet<string> = new Set(['Starting XI', 'Camera On', 'Camera off'])

/** StatsBomb's events in JSON. They have ids, and no revisions. Throws a `DocumentFault`. */
export function parseStatsBomb(text: string, options: ParseOptions): Parsed {
  const { events, match } = readDocument(text)
  const matchId = matchIdFrom('statsbomb', match?.match_id, options)
  const kickoffAt = kickoffOf(match, options)
  const actions = events.map(event => attempt(() => readElement(actionSchema, event)))
  const read = actions.filter(wasRead)
  const teams = teamsOf(read, match, options)
  const context = contextOf(read, teams, options)
  const kickoffMs = Date.parse(kickoffAt)
  const collector = createCollector()
  for (const [index, action] of actions.entries()) {
    collector.add(`[${index}]`, () => itemOf(outcomeOf(action), context, { matchId, kickoffMs }))
  }
  const nameOf = (team: string) => read.find(action => isTeam(action, team))?.team.name ?? team
  const fixture = fixtureOf(match, nameOf(teams.home), nameOf(teams.away), kickoffAt)
  const isUndated = kickoffIn(match) === undefined
  return collector.finish({ matchId, fixture, score: scoreOf(match), isUndated })
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
  { isWholeMatch }: ParseOptions,
): StatsBombContext {
  const sideOf = (action: StatsBombAction): Side => {
    if (isTeam(action, teams.home)) return 'home'
    if (isTeam(action, teams.away)) return 'away'
    throw new ElementFault("is neither of the match's two", 'team')
  }
  const byId = new Map(actions.map(action => [action.id, action]))
  return {
    sideOf,
    actionOf: id => byId.get(id),
    matchEndId: isWholeMatch
      ? actions
          .filter(action => action.type.name === 'Half End' && isTeam(action, teams.home))
          .toSorted((a, b) => a.period - b.period)
          .at(-1)?.id
      : undefined,
  }
}

function itemOf(
  action: StatsBombAction,
  context: StatsBombContext,
  { matchId, kickoffMs }: { matchId: MatchId; kickoffMs: number },
): SentItem | undefined {
  if (metadata.has(action.type.name)) return undefined
  const { period } = action
  const seconds = secondsOf(action)
  const atMs = kickoffMs + (periodStartMinutes[period] ?? 0) * 60_000 + seconds * 1_000
  return {
    matchId,
    sourceEventId: action.id,
    occurredAt: new Date(atMs).toISOString(),
    clock: { period, seconds },
    ...meaningOf(action, context),
  }
}

const scoreOf = (match: StatsBombMatch | undefined) =>
  typeof match?.home_score === 'number' && typeof match.away_score === 'number'
    ? { home: match.home_score, away: match.away_score }
    : undefined

import { createCollector } from '../collector.ts'
import { attempt, outcomeOf, wasRead } from '../element.ts'
import type { DocumentMatch, Parsed, SentItem } from '../parsed.ts'
import { isAction, type OptaEvent, type RawFields, readEvent, type Spelling } from './action.ts'
import { types } from './codes.ts'
import { meaningOf, revisionOf } from './meaning.ts'
import { createOptaMatch, type OptaGame, type OptaMatch } from './opta-match.ts'
import { clockOf } from './period.ts'

export interface RawEvent {
  readonly path: string
  readonly raw: RawFields
}

/** Reads all events of a game, each with what the others tell of it. */
export function readGame(
  game: OptaGame,
  rawEvents: readonly RawEvent[],
  spelling: Spelling,
  stated: Pick<DocumentMatch, 'score' | 'penalties'> = {},
): Parsed {
  const events = rawEvents.map(({ path, raw }) => ({ path, read: attempt(() => readEvent(raw, spelling)) }))
  const match = createOptaMatch(game, events.map(({ read }) => read).filter(wasRead))
  const collector = createCollector()
  for (const { path, read } of events) collector.add(path, () => itemOf(outcomeOf(read), match))
  return collector.finish({ matchId: game.matchId, fixture: game.fixture, ...stated })
}

/** These describe the document, not the match. */
const metadata: ReadonlySet<number> = new Set([types.teamSetUp, types.collectionEnd])

function itemOf(event: OptaEvent, match: OptaMatch): SentItem | undefined {
  const { matchId } = match
  const base = { matchId, sourceEventId: event.id }
  const { revision } = event
  if (!isAction(event)) return { ...base, deleted: true, ...(revision !== undefined && { revision }) }
  if (metadata.has(event.typeId)) return undefined
  const clock = clockOf(event)
  const joined = revisionOf(event, match)
  return {
    ...base,
    occurredAt: event.occurredAt,
    ...(clock && { clock }),
    ...(joined !== undefined && { revision: joined }),
    ...meaningOf(event, match),
  }
}

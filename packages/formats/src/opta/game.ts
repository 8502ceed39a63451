import type { MatchId, Revision } from '@touchline/contracts'
import { createCollector } from '../collector.ts'
import { attempt, outcomeOf, wasRead } from '../element.ts'
import type { DocumentMatch, Parsed, SentItem } from '../parsed.ts'
import { isAction, type OptaEvent, type RawFields, readEvent, type Spelling } from './action.ts'
import { types } from './codes.ts'
import { meaningOf } from './meaning.ts'
import { createReadings, type OptaGame, type Reading } from './opta-match.ts'
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
  const readingOf = createReadings(game, events.map(({ read }) => read).filter(wasRead))
  const collector = createCollector()
  for (const { path, read } of events)
    collector.add(path, () => {
      const event = outcomeOf(read)
      return itemOf(event, game.matchId, readingOf(event))
    })
  return collector.finish({ matchId: game.matchId, fixture: game.fixture, ...stated })
}

/** These describe the document, not the match. */
const metadata: ReadonlySet<number> = new Set([types.teamSetUp, types.collectionEnd])

function itemOf(event: OptaEvent, matchId: MatchId, { match, revision }: Reading): SentItem | undefined {
  const base = { matchId, sourceEventId: event.id }
  if (!isAction(event)) return { ...base, deleted: true, ...optionalRevision(event.revision) }
  if (metadata.has(event.typeId)) return undefined
  const clock = clockOf(event)
  // Only once it is read is it known what its meaning was read from.
  const meaning = meaningOf(event, match)
  return {
    ...base,
    occurredAt: event.occurredAt,
    ...(clock && { clock }),
    ...optionalRevision(revision()),
    ...meaning,
  }
}

const optionalRevision = (revision: Revision | undefined) => (revision === undefined ? {} : { revision })

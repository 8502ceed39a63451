import type { Revision } from '@touchline/contracts'
import { compareRevisions, laterRevision } from '../revision.ts'
import { isAction, isGameEnd, type OptaAction, type OptaEvent, typeBefore } from './action.ts'
import { qualifiers, types } from './codes.ts'

/** What other events tell, and the highest revision of those that told it or might have told otherwise before. */
export interface Told<T> {
  readonly value: T
  readonly revision: Revision | undefined
}

const keyOf = (teamId: string | undefined, eventId: string | undefined) =>
  `${teamId?.length} ${teamId} ${eventId}`

/** What the events of a document tell of each other. Of one id the newest version tells. */
export function relationsOf(events: readonly OptaEvent[], homeId: string) {
  const newest = newestOf(events)
  const all = [...newest.values()]
  return {
    isNewest: (event: OptaEvent) => newest.get(event.id) === event,
    related: relatedIn(all),
    isRescinded: rescindedIn(all),
    hasGameEnd: gameEndIn(all, homeId),
    nameOf: namesIn(all),
  }
}

/** Of one id with one revision the last. */
function newestOf(events: readonly OptaEvent[]): ReadonlyMap<string, OptaEvent> {
  const newest = new Map<string, OptaEvent>()
  for (const event of events) {
    const known = newest.get(event.id)
    if (!known || compareRevisions(event.revision, known.revision) >= 0) newest.set(event.id, event)
  }
  return newest
}

const nothing = { value: undefined, revision: undefined }

/** Under one number may stand a deleted event, and the one that took its place. */
function relatedIn(events: readonly OptaEvent[]) {
  const byNumber = new Map<string, Told<OptaEvent>>()
  for (const event of events) {
    const key = keyOf(event.teamId, event.eventId)
    const known = byNumber.get(key)
    const isBetter = !known || isAction(event) || !isAction(known.value)
    const revision = laterRevision(event.revision, known?.revision)
    byNumber.set(key, { value: isBetter ? event : known.value, revision })
  }
  return (action: OptaAction): Told<OptaEvent | undefined> => {
    const named = namedBy(action)
    return (named === undefined ? undefined : byNumber.get(named)) ?? nothing
  }
}

/**
 * A rescission names its card, and the card does not name it. So a card is asked of all that name it, of all
 * rescissions, which may have named it before, and of its team's deleted events that may have been one.
 */
function rescindedIn(events: readonly OptaEvent[]) {
  const rescissions = events.filter(({ typeId }) => typeId === types.rescindedCard)
  const rescinded = new Set(rescissions.map(namedBy))
  const ofAll = highestOf(rescissions)
  const naming = new Map<string | undefined, Revision | undefined>()
  const ofTeam = new Map<string | undefined, Revision | undefined>()
  for (const event of events) {
    const named = namedBy(event)
    if (named !== undefined) naming.set(named, laterRevision(event.revision, naming.get(named)))
    if (event.typeId === types.deleted && mayHaveBeen(event, types.rescindedCard))
      ofTeam.set(event.teamId, laterRevision(event.revision, ofTeam.get(event.teamId)))
  }
  return ({ teamId, eventId }: OptaAction): Told<boolean> => {
    const key = keyOf(teamId, eventId)
    const told = [naming.get(key), ofTeam.get(teamId), ofTeam.get(undefined), ofAll]
    return { value: rescinded.has(key), revision: told.reduce(laterRevision, undefined) }
  }
}

/** The event of its team that it names as the related one. */
function namedBy({ teamId, qualifiers: has }: OptaEvent): string | undefined {
  const number = has.get(qualifiers.relatedEvent)
  return number === undefined ? undefined : keyOf(teamId, number)
}

const mayHaveBeen = (event: OptaEvent, typeId: number): boolean => {
  if (event.typeId !== types.deleted) return event.typeId === typeId
  const before = typeBefore(event)
  return before === undefined || before === typeId
}

/** Asked once, by what closes the match after its end: any event may have been the game's end before. */
function gameEndIn(events: readonly OptaEvent[], homeId: string): Told<boolean> {
  const value = events.some(event => isAction(event) && isGameEnd(event) && event.teamId === homeId)
  return { value, revision: highestOf(events) }
}

const highestOf = (events: readonly OptaEvent[]): Revision | undefined =>
  events.reduce<Revision | undefined>((highest, { revision }) => laterRevision(revision, highest), undefined)

/**
 * A player has the name that was told longest ago: so a new event of his changes none. Where events have names and none
 * has his, any of them may have had it before.
 */
function namesIn(events: readonly OptaEvent[]) {
  const names = new Map<string, Told<string>>()
  for (const { playerId, playerName, revision } of events) {
    if (playerId === undefined || playerName === undefined) continue
    const known = names.get(playerId)
    if (!known || compareRevisions(revision, known.revision) < 0)
      names.set(playerId, { value: playerName, revision })
  }
  const unnamed = { value: undefined, revision: names.size === 0 ? undefined : highestOf(events) }
  return (playerId: string): Told<string | undefined> => names.get(playerId) ?? unnamed
}

import type { SourceEvent } from '@touchline/contracts'
import {
  type LockedMatch,
  readFacts,
  readReadings,
  type StandingEvent,
  type Transaction,
} from '@touchline/db'
import {
  emptyMemory,
  type Fact,
  type FoldedMatch,
  factsOf,
  hasReading,
  isFactType,
  isPlay,
  type MatchMemory,
  playTypes,
  readingsKept,
  readingsOf,
  refold,
} from '@touchline/match'
import { keyOf, type OpenMatch } from './plan.ts'

export interface OpenInput {
  readonly locked: ReadonlyMap<string, LockedMatch>
  readonly events: readonly SourceEvent[]
  readonly standing: ReadonlyMap<string, StandingEvent>
}

/**
 * The locked matches with what the events' rules need of them. Most events need the match's own row alone; its facts
 * are read where one of them may change, and its clock readings where one of the highest may go.
 */
export async function openMatches(tx: Transaction, input: OpenInput): Promise<Map<string, OpenMatch>> {
  const { locked } = input
  const touching = [...Map.groupBy(input.events, event => event.matchId as string)].filter(([id]) =>
    locked.has(id),
  )
  const bare = (id: string) => isBare(locked.get(id))
  const needFacts = touching.filter(
    ([id, events]) => bare(id) || events.some(event => touchesFact(input, event)),
  )
  const facts = await readFactsOf(
    tx,
    needFacts.map(([id]) => id),
  )
  const opened = new Map<string, OpenMatch>()
  for (const [id, { epoch, seq, state, memory }] of locked) {
    opened.set(id, {
      epoch,
      seq,
      match: { state, memory: (memory ?? emptyMemory) as MatchMemory, facts: facts.get(id) },
    })
  }
  for (const [id, events] of touching) {
    const open = opened.get(id)
    const moving = events.filter(event => movesReading(input, event)).length
    if (!open || (moving === 0 && !bare(id))) continue
    const match = await withReadings(tx, { matchId: id, match: open.match, perPeriod: readingsKept + moving })
    opened.set(id, { ...open, match: bare(id) && match.facts ? refold(match.memory, match.facts) : match })
  }
  return opened
}

/** Stored before the memory was kept. */
const isBare = (match: LockedMatch | undefined): boolean => match !== undefined && match.memory === null

const touchesFact = ({ standing }: OpenInput, event: SourceEvent): boolean =>
  event.source === 'broadcast' &&
  (isFactType(event.type) || isFactType(standing.get(keyOf(event))?.content?.type ?? ''))

/** Whether one of the kept readings may go, or fall below those that are not kept. */
function movesReading({ standing, locked }: OpenInput, event: SourceEvent): boolean {
  const before = standing.get(keyOf(event))
  const memory = locked.get(event.matchId)?.memory as MatchMemory | null | undefined
  if (event.source !== 'broadcast' || !before?.content || !memory || !isPlay(before.content.type))
    return false
  if (!hasReading(memory.readings, before.seq)) return false
  const list = memory.readings[String(before.content.clock?.period ?? 0)] ?? []
  const lowest = list.at(-1)?.[0] ?? 0
  const stays = isPlay(event.type) && event.clock?.period === before.content.clock?.period
  return list.length >= readingsKept && !(stays && (event.clock?.seconds ?? 0) > lowest)
}

async function readFactsOf(
  tx: Transaction,
  matchIds: readonly string[],
): Promise<Map<string, ReadonlyMap<string, Fact>>> {
  const rows = Map.groupBy(await readFacts(tx, matchIds), ({ identity }) => identity.matchId)
  return new Map(matchIds.map(id => [id, factsOf(rows.get(id) ?? [])]))
}

interface ReadingsWanted {
  readonly matchId: string
  readonly match: FoldedMatch
  readonly perPeriod: number
}

async function withReadings(
  tx: Transaction,
  { matchId, match, perPeriod }: ReadingsWanted,
): Promise<FoldedMatch> {
  const readings = readingsOf(await readReadings(tx, { matchId, types: playTypes, perPeriod }))
  return { ...match, memory: { ...match.memory, readings } }
}

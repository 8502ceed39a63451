import type { SourceEvent } from '@touchline/contracts'
import {
  type LockedMatch,
  readFacts,
  readReadings,
  type StandingEvent,
  type Transaction,
} from '@touchline/db'
import {
  type Content,
  emptyMemory,
  type Fact,
  FactIndex,
  type FoldedMatch,
  factsOf,
  hasReading,
  isCurrentMemory,
  isFactType,
  isPlay,
  mayNeedFacts,
  namesAs,
  playTypes,
  type Readings,
  readingsKept,
  readingsOf,
  refold,
} from '@touchline/match'
import { changeOf } from './apply-rules.ts'
import { createPause, pauseEveryMs } from './event-loop-pause.ts'
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
  const opened = new Map([...input.locked].map(([id, row]) => [id, openedAs(row)]))
  const touched = [...Map.groupBy(input.events, event => event.matchId as string)].flatMap(([id, events]) => {
    const open = opened.get(id)
    return open ? [{ id, open, events, isBare: !isCurrentMemory(input.locked.get(id)?.memory) }] : []
  })
  const needFacts = touched.filter(
    ({ isBare, open, events }) =>
      isBare || (hasFacts(input, events) && mayNeedFacts(open.match, changesOf(input, events))),
  )
  const facts = await readFactsOf(
    tx,
    needFacts.map(({ id }) => id),
  )
  const pause = createPause(pauseEveryMs)
  for (const { id, open, events, isBare } of touched) {
    const paused = pause()
    if (paused) await paused
    const moving = events.filter(event => movesReading(input, event)).length
    const perPeriod = readingsKept + moving
    const { match } = open
    const read = isBare || moving > 0 ? await withReadings(tx, { matchId: id, match, perPeriod }) : match
    opened.set(id, { ...open, match: withFacts(read, facts.get(id), isBare) })
  }
  return opened
}

/** `isBare`: stored before the memory was kept as it is now. */
function withFacts(
  match: FoldedMatch,
  facts: ReadonlyMap<string, Fact> | undefined,
  isBare: boolean,
): FoldedMatch {
  if (!facts) return match
  return isBare ? refold(match.memory, facts) : { ...match, facts: FactIndex.of(facts) }
}

const openedAs = ({ epoch, seq, state, memory }: LockedMatch): OpenMatch => ({
  epoch,
  seq,
  match: {
    state,
    memory: isCurrentMemory(memory) ? memory : { ...emptyMemory, names: namesAs(state.fixture) },
  },
  shown: state,
})

/** Whether any of them is a fact, or stands: most events are play that came for the first time. */
const hasFacts = ({ standing }: OpenInput, events: readonly SourceEvent[]): boolean =>
  events.some(event => isFactType(event.type) || (standing.size > 0 && standing.has(keyOf(event))))

const changesOf = ({ standing }: OpenInput, events: readonly SourceEvent[]) =>
  events.map(event => changeOf(event, standing.get(keyOf(event)), 0))

/** Whether one of the kept readings may go, or fall below those that are not kept. */
function movesReading({ standing, locked }: OpenInput, event: SourceEvent): boolean {
  if (standing.size === 0) return false
  const before = standing.get(keyOf(event))
  const memory = locked.get(event.matchId)?.memory
  if (event.source !== 'broadcast' || !before?.content || !isPlay(before.content.type)) return false
  if (!isCurrentMemory(memory) || !hasReading(memory.readings, before.seq)) return false
  return mayFall(memory.readings, event, before.content)
}

function mayFall(readings: Readings, event: SourceEvent, { clock }: Pick<Content, 'clock'>): boolean {
  const list = readings[String(clock?.period ?? 0)] ?? []
  const lowest = list.at(-1)?.[0] ?? 0
  const stays = isPlay(event.type) && event.clock?.period === clock?.period
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

import type { MatchEvent, MatchState } from '@touchline/contracts'
import type { EventRank, StandingEvent } from '@touchline/db'
import {
  decide,
  emptyMatch,
  evolve,
  FactIndex,
  type FoldedMatch,
  factsOf,
  type MatchMemory,
  mayNeedFacts,
  versionOf,
} from '@touchline/match'
import { changeOf } from '../jobs/enrich/apply-rules.ts'
import { keyOf, planBatch, type RecordOutcome } from '../jobs/enrich/plan.ts'
import { readRecord } from '../records/read-record.ts'
import { batchOf } from './records.ts'

export interface PlannedEvent {
  /** As the wire gives it. */
  readonly event: MatchEvent
  /** The match's state after it, as the processor has it. */
  readonly state: MatchState
}

const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** The feed of one match as the processor makes it of what comes in these batches, with nothing stored. */
export async function plannedFeed(batches: readonly (readonly object[])[]): Promise<PlannedEvent[]> {
  const standing = new Map<string, StandingEvent>()
  const planned: PlannedEvent[] = []
  let match: FoldedMatch = emptyMatch
  for (const batch of batches) {
    const states: MatchState[] = []
    const reads = batchOf(batch).records.map(readRecord)
    const changes = reads.flatMap(read =>
      read.kind === 'event' ? [changeOf(read.event, standing.get(keyOf(read.event)), 0)] : [],
    )
    const facts = factsOf([...standing].flatMap(([key, { content }]) => storedAs(key, content)))
    const folded = { ...match, facts: mayNeedFacts(match, changes) ? FactIndex.of(facts) : undefined }
    const open = { epoch: 1, seq: planned.length, match: folded, shown: match.state }
    const rules = {
      decide,
      evolve: (before: FoldedMatch, change: Parameters<typeof evolve>[1]) => {
        const after = evolve(before, change)
        states.push(after.state)
        return after
      },
    }
    const plan = await planBatch({
      reads,
      standing,
      rules,
      pause: () => undefined,
      ...{ matches: new Map([['m1', open]]), alike: [] },
      ...{ globalIds: new Map(), nowMs: Date.parse('2026-05-03T00:00:00.000Z') },
    })
    for (const outcome of plan.outcomes) remember(standing, outcome)
    for (const rank of plan.ranks) raise(standing, rank)
    plan.events.forEach((event, index) => {
      const state = states[index]
      if (!state || states.length !== plan.events.length) throw new Error('an event has no state')
      planned.push({ event: asJson(event), state: asJson(state) })
    })
    const [kept] = plan.matches
    if (kept) match = { state: asJson(kept.state), memory: asJson(kept.memory) as MatchMemory }
  }
  return planned
}

function storedAs(key: string, content: StandingEvent['content']) {
  const [, source = '', provider = '', sourceEventId = ''] = key.split(' ')
  return content ? [{ identity: { source: source as 'broadcast', provider, sourceEventId }, content }] : []
}

/** As the store would find it. */
function remember(standing: Map<string, StandingEvent>, outcome: RecordOutcome): void {
  if (outcome.kind !== 'stored' && outcome.kind !== 'revised') return
  const { event, version, read } = outcome
  if (read.kind !== 'event') return
  const key = keyOf(read.event)
  const { toldAtMs, toldIndex = 0 } = versionOf(read.event)
  standing.set(key, {
    ...{ ...version, toldAtMs, toldIndex, newestSeq: event.seq, epoch: 1 },
    seq: standing.get(key)?.seq ?? event.seq,
    clock: event.clock,
    content: changeOf(read.event, undefined, 0).after as StandingEvent['content'],
    isBackup: event.isBackup === true,
  })
}

function raise(standing: Map<string, StandingEvent>, { seq, toldAtMs, toldIndex }: EventRank): void {
  const [key, stands] = [...standing].find(([, { newestSeq }]) => newestSeq === seq) ?? []
  if (key && stands) standing.set(key, { ...stands, toldAtMs, toldIndex })
}

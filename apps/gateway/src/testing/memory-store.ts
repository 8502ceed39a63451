import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MatchEvent, MatchId, MatchSnapshot, Position } from '@touchline/contracts'
import type { Handed } from '@touchline/db'
import { initialState } from '@touchline/match'
import type { EventStore } from '../hub/event-store.ts'
import { eventsBetween, testMatch } from './match-events.ts'

const emptySnapshot: Omit<MatchSnapshot, 'matchId' | 'epoch' | 'lastSeq'> = {
  ...initialState,
  updatedAt: new Date(0).toISOString(),
}

/** One match's history in memory; reads take a turn, as a database's do. */
export interface MemoryStore extends EventStore {
  readonly reads: { events: number; heads: number; contradicted: number }
  head(): Position | undefined
  /** Stores the next so many events. */
  grow(count: number): readonly MatchEvent[]
  /** Loses the history and starts a new epoch, with so many events in it. */
  restore(count: number): void
  /** Loses what stands after a place, and the epochs since; what comes then is other events. */
  setBack(seq: number, toEpoch?: number): void
  setReachable(reachable: boolean): void
}

export function createMemoryStore(matchId: MatchId = testMatch): MemoryStore {
  let epoch = 1
  let events: MatchEvent[] = []
  let reachable = true
  let life = 1
  let changes = 0
  const reads = { events: 0, heads: 0, contradicted: 0 }
  const turn = async () => {
    await nextTurn()
    if (!reachable) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
  }
  const grow = (count: number) => {
    const added = eventsBetween(epoch, events.length + 1, events.length + count, matchId).map(event => ({
      ...event,
      sourceEventId: life === 1 ? event.sourceEventId : `${event.sourceEventId}-${life}`,
    }))
    events.push(...added)
    changes++
    return added
  }
  const contradicts = ({ epoch: at, seq, event }: Handed) => {
    const found = events[seq - 1]
    if (epoch < at) return true
    return (
      at === epoch && (seq > events.length || (event && found && found.sourceEventId !== event.sourceEventId))
    )
  }
  const head = () => (events.length === 0 ? undefined : { epoch, seq: events.length })
  return {
    reads,
    head,
    grow,
    restore: count => {
      epoch++
      events = []
      grow(count)
    },
    setReachable: value => {
      reachable = value
    },
    setBack: (seq, toEpoch = epoch) => {
      epoch = toEpoch
      events = events.slice(0, seq).map(event => ({ ...event, epoch }))
      life++
    },
    findContradicted: async handed => {
      reads.contradicted++
      await turn()
      return new Set(handed.filter(contradicts).map(one => one.matchId))
    },
    raiseEpoch: async handed => {
      await turn()
      if (!contradicts(handed)) return false
      epoch = Math.max(epoch, handed.epoch) + 1
      events = events.map(event => ({ ...event, epoch }))
      return true
    },
    readEvents: async query => {
      reads.events++
      const found = query.matchId === matchId ? events.slice(query.afterSeq) : []
      const wanted = found.filter(event => query.lanes?.includes(event.lane) ?? true).slice(0, query.limit)
      await turn()
      return wanted
    },
    readSnapshot: async id => {
      const position = head()
      await turn()
      if (!position || id !== matchId) return undefined
      return { ...emptySnapshot, matchId, epoch, lastSeq: position.seq }
    },
    readHeads: async ids => {
      reads.heads++
      const position = head()
      const changedAtMs = changes
      await turn()
      return new Map(position && ids.includes(matchId) ? [[matchId, { ...position, changedAtMs }]] : [])
    },
  }
}

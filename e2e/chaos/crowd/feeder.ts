import { type MatchEvent, type MatchId, matchIdSchema } from '@touchline/contracts'
import { createDatabase } from '@touchline/db'
import { createRedisBroadcast } from '@touchline/streams/redis'
import { nowMicros } from '../../bench/fanout/clock.ts'
import { eventAt } from '../../bench/fanout/events.ts'
import { createStore } from '../../bench/fanout/publishing/store.ts'

export interface FeedPlan {
  readonly matches: readonly string[]
  /** Of all these matches together, in turn. */
  readonly eventsPerSecond: number
  /** Events are some three times as long, and every other one of the low lane. */
  readonly chatty?: boolean
}

/** What a processor and a relay do: stores events, and announces them once they are stored. */
export interface Feeder {
  /** Begins; the returned function ends it, once all that is due is stored. */
  feed(plan: FeedPlan): () => Promise<void>
  heads(): Record<string, number>
  /** Notices that Redis did not take: gateways have to find out by themselves. */
  unannounced(): number
  close(): Promise<void>
}

const everyMs = 10
const chatter = 'The crowd behind the far goal has not stopped singing since the second minute. '.repeat(9)

export async function startFeeder(where: { databaseUrl: string; redisUrl: string }): Promise<Feeder> {
  const database = createDatabase({ url: where.databaseUrl, applicationName: 'chaos-feeder' })
  const broadcast = createRedisBroadcast({ urls: [where.redisUrl] })
  const store = createStore(database)
  const heads = new Map<MatchId, number>()
  let unannounced = 0

  const announce = async (matchId: MatchId, events: readonly MatchEvent[]) => {
    const [first, last] = [events[0], events.at(-1)]
    if (!first || !last) return
    const relayedAt = new Date().toISOString()
    const body = JSON.stringify(events.map(event => ({ ...event, relayedAt })))
    const notice = { channel: matchId, epoch: 1, firstSeq: first.seq, lastSeq: last.seq, body }
    await broadcast.publish([notice]).catch(() => {
      unannounced += 1
    })
  }
  const add = async (matchId: MatchId, dates: readonly Date[], make: typeof eventAt) => {
    const head = heads.get(matchId) ?? 0
    const events = dates.map((date, index) => make(matchId, head + index + 1, date))
    await store.add(matchId, events)
    heads.set(matchId, head + events.length)
    // Not awaited: while Redis is away, what happens is stored all the same.
    void announce(matchId, events)
  }
  return {
    feed: plan => feedBy(plan, add),
    heads: () => Object.fromEntries(heads),
    unannounced: () => unannounced,
    close: async () => {
      await broadcast.close()
      await database.close()
    },
  }
}

type Add = (matchId: MatchId, dates: readonly Date[], make: typeof eventAt) => Promise<void>

/** An open model: an event's time is when it was due, so that a late feeder hides no delay. */
function feedBy({ matches, eventsPerSecond, chatty }: FeedPlan, add: Add): () => Promise<void> {
  const ids = matches.map(id => matchIdSchema.parse(id))
  const startedMs = Date.now()
  const startedMicros = nowMicros()
  let made = 0
  let working: Promise<void> = Promise.resolve()
  const work = async () => {
    const due = Math.floor(((nowMicros() - startedMicros) / 1e6) * eventsPerSecond)
    const indexes = Array.from({ length: due - made }, (_, index) => made + index)
    made = due
    const byMatch = Map.groupBy(indexes, index => ids[index % ids.length])
    for (const [id, its] of byMatch) {
      const dates = its.map(index => new Date(startedMs + (index / eventsPerSecond) * 1_000))
      if (id) await add(id, dates, chatty ? chattyAt : eventAt)
    }
  }
  const loop = setInterval(() => {
    working = working.then(work)
  }, everyMs)
  return async () => {
    clearInterval(loop)
    await working
  }
}

function chattyAt(matchId: MatchId, seq: number, occurredAt?: Date): MatchEvent {
  const event = eventAt(matchId, seq, occurredAt)
  const lane = seq % 2 === 0 ? 'low' : 'normal'
  return { ...event, lane, type: 'commentary-published', payload: { text: chatter, lang: 'en' } }
}

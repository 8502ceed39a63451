import { type MatchEvent, type MatchId, matchIdSchema } from '@touchline/contracts'
import { findClock, findReleased, insertEvents, inTransaction, lockMatches, saveMatches } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { emptyMatch, initialState } from '@touchline/match'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { periodStarts, readMatchClock } from './match-clock.ts'
import { releaseAtMs } from './release.ts'
import { eventAt } from './testing/memory-feed.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

type Dated = Pick<MatchEvent, 'type' | 'storedAt' | 'occurredAt'>

let matches = 0
/** Stores a match of its own; `events` hold what differs between them. */
async function store(events: readonly Partial<MatchEvent>[]): Promise<MatchId> {
  const matchId = matchIdSchema.parse(`m${++matches}`)
  const whole = events.map((event, index) => ({
    ...eventAt({ epoch: 1, seq: index + 1 }, { occurredAtMs: 0, storedAtMs: 0 }),
    ...event,
    matchId,
    sourceEventId: `${matchId}-${index}`,
  })) as MatchEvent[]
  await inTransaction(test.database.pool, async tx => {
    await lockMatches(tx, [matchId], emptyMatch)
    await insertEvents(tx, whole)
    await saveMatches(tx, [{ matchId, lastSeq: events.length, state: initialState }])
  })
  return matchId
}

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
const iso = (ms: number) => new Date(startMs + ms).toISOString()

describe('where a delayed feed stands', () => {
  const script = fc.array(
    fc.record({
      gapMs: fc.nat(6_000),
      agedMs: fc.integer({ min: -2_000, max: 20_000 }),
      type: fc.constantFrom('pass-made' as const, 'event-revised' as const, 'event-withdrawn' as const),
    }),
    { minLength: 0, maxLength: 40 },
  )

  it('is the last event up to which all are released, as the feed itself reckons', async () => {
    await fc.assert(
      fc.asyncProperty(
        script,
        fc.nat(300_000),
        fc.integer({ min: 1, max: 60 }),
        async (steps, atMs, seconds) => {
          let storedMs = 0
          const events = steps.map(({ gapMs, agedMs, type }) => {
            storedMs += gapMs
            return {
              type,
              storedAt: iso(storedMs),
              occurredAt: iso(storedMs - agedMs),
            } as Partial<MatchEvent> & Dated
          })
          const delayMs = seconds * 1_000
          const nowMs = startMs + storedMs + (atMs % (storedMs + 70_000)) - storedMs
          const matchId = await store(events)
          const until = new Date(nowMs - delayMs)
          const found = await findReleased(test.database, { matchId, until })
          const firstLater = events.findIndex(
            event => releaseAtMs(event, { delayMs, seenAtMs: Number.POSITIVE_INFINITY }) > nowMs,
          )
          expect(found).toEqual({ epoch: 1, seq: firstLater < 0 ? events.length : firstLater })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is nowhere without a match', async () => {
    expect(await findReleased(test.database, { matchId: 'nobody', until: new Date() })).toBeUndefined()
  })
})

const clockOf = (matchId: string, text: string) => {
  const clock = readMatchClock(text)
  if (!clock) throw new Error('no clock')
  return findClock(test.database, { matchId, periodStarts, ...clock })
}
const played = (period: number, seconds: number): Partial<MatchEvent> => ({ clock: { period, seconds } })
const run = (period: number, fromSeconds: number, toSeconds: number) =>
  Array.from({ length: (toSeconds - fromSeconds) / 10 + 1 }, (_, index) =>
    played(period, fromSeconds + index * 10),
  )

describe('a match clock', () => {
  it('is found in a match with time added on and late reports', async () => {
    const late = played(1, 30)
    const first = run(1, 0, 2_830)
    const second = run(2, 0, 2_900)
    second.splice(100, 0, late, late, late)
    const matchId = await store([...first, ...second])
    const clockAfter = async (text: string) => {
      const seq = (await clockOf(matchId, text))?.seq
      return seq === undefined ? undefined : [...first, ...second][seq]?.clock
    }
    expect(await clockAfter('0:00')).toEqual({ period: 1, seconds: 0 })
    expect(await clockAfter('44:59')).toEqual({ period: 1, seconds: 2_700 })
    expect(await clockAfter('45:00')).toEqual({ period: 2, seconds: 0 })
    expect(await clockAfter('47:10')).toEqual({ period: 2, seconds: 130 })
    expect(await clockAfter('63:00')).toEqual({ period: 2, seconds: 1_080 })
    // Around the late reports, which stand at about 61:30 of the second half.
    for (let seconds = 960; seconds <= 1_040; seconds += 10) {
      const text = `${Math.floor((2_700 + seconds) / 60)}:${String((2_700 + seconds) % 60).padStart(2, '0')}`
      expect(await clockAfter(text)).toEqual({ period: 2, seconds })
    }
    // No extra time: the clock runs on in the second half.
    expect(await clockAfter('92:00')).toEqual({ period: 2, seconds: 2_820 })
    expect(await clockAfter('95:00')).toBeUndefined()
  })

  it('that is not played yet is nowhere', async () => {
    const matchId = await store(run(1, 0, 1_200))
    expect(await clockOf(matchId, '20:01')).toBeUndefined()
    expect(await clockOf(matchId, '63:00')).toBeUndefined()
    expect(await clockOf(matchId, '121:00')).toBeUndefined()
    expect(await clockOf('nobody', '0:00')).toBeUndefined()
    expect(await clockOf(await store([]), '0:00')).toBeUndefined()
  })

  it('in order is the first event at or after it', async () => {
    const step = fc.record({ period: fc.integer({ min: 0, max: 1 }), seconds: fc.nat(40) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(110), async (steps, minute) => {
        let clock = { period: 1, seconds: 0 }
        const events = steps.map(({ period, seconds }, index) => {
          const turns = period === 1 && index % 20 === 19 && clock.period < 4
          clock = turns
            ? { period: clock.period + 1, seconds: 0 }
            : { ...clock, seconds: clock.seconds + seconds * 9 }
          return { clock }
        })
        const named = Math.min(readMatchClock(`${minute}:00`)?.period ?? 1, clock.period)
        const wanted = minute * 60 - (periodStarts[named - 1] ?? 0)
        const first = events.findIndex(
          event =>
            event.clock.period > named || (event.clock.period === named && event.clock.seconds >= wanted),
        )
        const found = await clockOf(await store(events), `${minute}:00`)
        expect(found).toEqual(first < 0 ? undefined : { epoch: 1, seq: first })
      }),
      { numRuns: 60 },
    )
  })

  it('is found with few looks in a long match', async () => {
    const matchId = await store(
      Array.from({ length: 60_000 }, (_, index) => ({
        clock: { period: 1 + Math.floor(index / 30_000), seconds: (index % 30_000) / 11 },
        storedAt: iso(index * 90),
        occurredAt: iso(index * 90 - 50),
      })),
    )
    await test.database.pool.query('analyze match_events')
    const startedMs = performance.now()
    for (let minute = 1; minute <= 50; minute++) {
      await clockOf(matchId, `${minute}:00`)
      await findReleased(test.database, { matchId, until: new Date(startMs + minute * 60_000) })
    }
    const eachMs = (performance.now() - startedMs) / 100
    expect(eachMs).toBeLessThan(20)
  })
})

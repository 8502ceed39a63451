import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { evolve } from '@touchline/match'
import { createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { createEnrichment } from '../../jobs/enrich/index.ts'
import { allTables, contextOn, overloadBy } from '../../testing/context.ts'
import { storedEvent } from '../../testing/records.ts'
import { createReplayExecutor } from '../execute.ts'

const topic = 'broadcast-events'

/** What a test sets of the world around the replays; as it stands here at the beginning of each. */
const calm = {
  /** While true, every event whose id begins with `p` breaks a rule. */
  isBroken: true,
  lagSeconds: 0,
}

/** A replay as a test asks for it: of every letter there is, in their order. */
export interface AskedReplay {
  readonly mode?: 'live' | 'dry_run'
  readonly state?: 'pending' | 'awaiting_approval'
  readonly canary?: boolean
  readonly ratePerSecond?: number
  /** Sent in the place of each letter. */
  readonly edited?: object
}

/** Dies of a rule that is broken for it alone: a control passes. */
export const poisoned = (id: string, fields = {}) => storedEvent(`p${id}`, fields)

/** For a test file: a database of its own, and for each test a log of its own that an enrichment reads. */
export function replayHouse() {
  const world = { ...calm }
  const stops: (() => Promise<void>)[] = []
  let test: TestDatabase
  let log: MemoryEventLog

  const context = () =>
    contextOn(test.database, {
      rules: {
        evolve: (match, change) => {
          const [, , id = ''] = change.identity.split(' ')
          if (world.isBroken && id.startsWith('p')) throw new Error(`broken by ${id}`)
          return evolve(match, change)
        },
      },
    })

  beforeAll(async () => {
    test = await createTestDatabase()
  })
  afterAll(() => test.drop())
  beforeEach(async () => {
    await test.database.pool.query(`truncate ${allTables}`)
    Object.assign(world, calm)
    log = createMemoryEventLog({ partitions: 1 })
    const consumption = await log.consume({
      group: 'test',
      topics: [topic],
      handler: createEnrichment({ ...context(), overload: overloadBy() }),
      retryDelayMs: 10,
    })
    stops.push(() => consumption.stop())
  })
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop()
  })

  const query = (text: string) => test.database.pool.query(text)
  const letters = () => test.database.prisma.deadLetter.findMany({ orderBy: { id: 'asc' } })
  const replayOf = (id: bigint) => test.database.prisma.replay.findUniqueOrThrow({ where: { id } })
  const itemsOf = (id: bigint) =>
    test.database.prisma.replayItem.findMany({ where: { replayId: id }, orderBy: { ordinal: 'asc' } })

  return {
    world,
    query,
    letters,
    replayOf,
    itemsOf,
    accounts: () => test.database.prisma.account.findMany(),
    matches: () => test.database.prisma.match.findMany(),
    outcomesOf: async (id: bigint) => (await itemsOf(id)).map(item => item.outcome),
    /** The ids of the events stored, in order. */
    ids: async () =>
      (await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 1_000 })).map(
        event => event.sourceEventId,
      ),
    /** Starts one that runs until the test ends. */
    executor: () => {
      const started = createReplayExecutor({
        context: context(),
        log,
        lagSeconds: () => world.lagSeconds,
        onError: () => {},
        intervalMs: 10,
      })
      stops.push(() => started.stop())
    },
    append: (...events: (string | Record<string, unknown>)[]) =>
      log.append(
        topic,
        events.map(event => ({
          key: typeof event === 'string' ? 'm1' : String(event.matchId),
          value: Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
          headers: {},
        })),
      ),
    dead: (count: number) => vi.waitFor(async () => expect((await letters()).length).toBe(count), 5_000),
    ended: (id: bigint) =>
      vi.waitFor(async () => {
        const replay = await replayOf(id)
        expect(['finished', 'stopped']).toContain(replay.state)
        return replay
      }, 8_000),
    /** Of all dead letters, or of one. */
    replayAll: async (asked: AskedReplay = {}, only?: bigint) => {
      const all = (await letters()).filter(({ id }) => only === undefined || id === only)
      const { edited, mode = 'live', state = 'pending', canary = false, ratePerSecond = 1_000 } = asked
      const id = (await test.database.prisma.replay.count()) + 1
      const items = all.map((letter, index) => ({
        deadLetterId: letter.id,
        ordinal: index + 1,
        ...(edited && {
          edited: Buffer.from(JSON.stringify(edited)),
          newSourceEventId: `${letter.sourceEventId}~${id}`,
        }),
      }))
      const by = { query: {}, reason: 'test', requestedBy: 'test', total: all.length }
      const replay = await test.database.prisma.replay.create({
        data: { id, mode, state, canary, ratePerSecond, ...by, items: { create: items } },
      })
      return replay.id
    },
  }
}

import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { live, type World } from './lives.ts'
import { createRandom, writeScript } from './script.ts'

/** More than CI's: `TOUCHLINE_CRASH_SCHEDULES=20000 TOUCHLINE_CRASH_SEED=7 npm test -- pg`. */
const schedules = Number(process.env.TOUCHLINE_CRASH_SCHEDULES ?? 1_500)
const seed = Number(process.env.TOUCHLINE_CRASH_SEED ?? 1)

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

let scripts = 0

interface Shape {
  readonly random: () => number
  readonly length: number
  readonly parks?: boolean
  readonly defers?: boolean
}

async function createWorld({ random, length, parks = false, defers = false }: Shape): Promise<World> {
  scripts += 1
  const script = writeScript(`s${scripts}`, random, length)
  if (parks) {
    await test.database.pool.query(
      `insert into parked_matches (match_id, error_code, error_message, due_at) values ($1, 'x', 'x', now())`,
      [script.matchIds[0]],
    )
  }
  const batchRecords = 1 + Math.floor(random() * 6)
  return { database: test.database, script, committed: new Map(), batchRecords, defers }
}

/** Lives until one finishes; how many points the first passed. */
async function liveThrough(world: World, deaths: readonly number[]): Promise<number> {
  let first: number | undefined
  for (const diesAt of [...deaths, undefined]) {
    const { finished, points } = await live(world, diesAt)
    first ??= points
    if (finished) break
  }
  return first ?? 0
}

it('loses and doubles nothing, wherever a processor dies once', { timeout: 240_000 }, async () => {
  const everywhere = async (shape: Pick<Shape, 'parks' | 'defers'>) => {
    let points = Number.POSITIVE_INFINITY
    for (let diesAt = 1; diesAt <= points; diesAt += 1) {
      const world = await createWorld({ random: createRandom(seed), length: 10, ...shape })
      const passed = await liveThrough(world, [diesAt])
      if (passed < diesAt) points = passed
      expect([diesAt, await judge(test.database, world.script)]).toEqual([diesAt, []])
    }
    expect(points).toBeGreaterThan(40)
  }
  await Promise.all([everywhere({}), everywhere({ parks: true }), everywhere({ defers: true })])
})

it(`loses and doubles nothing in ${schedules} schedules of up to four deaths`, {
  timeout: 900_000,
}, async () => {
  const run = async (schedule: number) => {
    const random = createRandom(seed * 1_000_003 + schedule)
    const length = 8 + Math.floor(random() * 10)
    const world = await createWorld({ random, length, parks: random() < 0.25, defers: random() < 0.2 })
    const deaths = Array.from({ length: 1 + Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 70))
    await liveThrough(world, deaths)
    expect([schedule, deaths, await judge(test.database, world.script)]).toEqual([schedule, deaths, []])
  }
  let next = 0
  const worker = async () => {
    while (next < schedules) {
      next += 1
      await run(next)
    }
  }
  await Promise.all([worker(), worker(), worker()])
})

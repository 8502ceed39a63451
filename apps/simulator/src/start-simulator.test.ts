import { type Source, sentEventSchemas, sourceTopics } from '@touchline/contracts'
import { createLogger, createMetrics } from '@touchline/telemetry'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KnownNumbers, RunningSimulator, ScriptOptions } from './index.ts'
import { startSimulator } from './start-simulator.ts'
import { type Door, openDoor, testSecret } from './testing/door.ts'
import { followFeed, type Heard, pollStadium } from './testing/readers.ts'
import { waitUntil } from './testing/wait-until.ts'

let door: Door
let simulator: RunningSimulator
beforeEach(async () => {
  door = await openDoor()
})
afterEach(async () => {
  await simulator.stop()
  await door.close()
})

const start = (script: ScriptOptions | null, patienceMs: number | null = 5_000) =>
  startSimulator({
    logger: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics('test'),
    host: '127.0.0.1',
    port: 0,
    ingestUrl: door.url,
    partner: { name: 'simulator', secret: testSecret },
    script,
    patienceMs,
    drainMs: 2_000,
  })
const short = { halfSeconds: 60, breakSeconds: 5, speed: 'max' } as const
const faults = { duplicates: 0.1, disorder: 0.2, malformed: 0.1, bursts: 0.05, burstSize: 10 }

function recount(source: Source, payloads: unknown[]) {
  const valid = payloads.filter(payload => sentEventSchemas[source].safeParse(payload).success)
  const ids = new Set(valid.map(event => (event as { sourceEventId: string }).sourceEventId))
  return {
    sent: payloads.length,
    uniqueValid: ids.size,
    duplicates: valid.length - ids.size,
    malformed: payloads.length - valid.length,
  }
}

async function listen(): Promise<{ sensor: Heard[]; social: Heard[]; numbers: KnownNumbers }> {
  const sensor = simulator.stadiums().map(({ url }) => pollStadium(url))
  const social = simulator.socialFeeds().map(({ url }) => followFeed(url))
  const numbers = await simulator.finished
  await waitUntil(
    () => social.flatMap(each => each.payloads).length === numbers.totals['social-events'].sent,
    'all posts came',
  )
  await Promise.all([...sensor, ...social].map(each => each.stop()))
  return { sensor, social, numbers }
}

describe('a simulator', () => {
  it('emits over real HTTP exactly the numbers that it knows', async () => {
    simulator = await start({ ...short, seed: 7, matchId: 'derby', matches: 2, faults })
    const { sensor, social, numbers } = await listen()
    const { totals, partner, matches } = numbers
    expect(
      recount(
        'sensor',
        sensor.flatMap(each => each.payloads),
      ),
    ).toEqual(totals['sensor-events'])
    expect(
      recount(
        'social',
        social.flatMap(each => each.payloads),
      ),
    ).toEqual(totals['social-events'])
    const pushed = recount(
      'broadcast',
      door.events.map(({ event }) => event),
    )
    expect({ ...pushed, malformed: door.refused, sent: pushed.sent + door.refused }).toEqual(
      totals['broadcast-events'],
    )
    expect(partner).toEqual({ accepted: door.events.length, refused: door.refused, retries: 0 })
    expect(numbers.unread).toEqual({ sensor: 0, social: 0 })
    expect(matches.map(({ matchId, ended }) => [matchId, ended])).toEqual([
      ['derby-1', true],
      ['derby-2', true],
    ])
    for (const topic of Object.values(sourceTopics)) {
      expect(totals[topic].duplicates).toBeGreaterThan(0)
      expect(totals[topic].malformed).toBeGreaterThan(0)
    }
    for (const { matchId, score } of matches) {
      const ids = door.events.filter(({ event }) => event.type === 'goal-scored' && event.matchId === matchId)
      expect(new Set(ids.map(({ event }) => event.sourceEventId)).size).toBe(score.home + score.away)
    }
  })

  it('sends nothing that has not occurred yet, and keeps to its speed', async () => {
    simulator = await start({ ...short, speed: 100, matchId: 'paced', faults })
    const startedMs = Date.now()
    await listen()
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(1_250)
    for (const { event, atMs } of door.events)
      expect(Date.parse(String(event.occurredAt))).toBeLessThanOrEqual(atMs)
  })

  it('plays through a door that is away for a while, losing and adding nothing', async () => {
    door.refusals.push({ status: 503 }, { status: 429 }, { status: 500 })
    simulator = await start({ ...short, matchId: 'shaky' })
    const { numbers } = await listen()
    expect(numbers.partner.retries).toBe(3)
    expect(numbers.partner.accepted).toBe(numbers.totals['broadcast-events'].uniqueValid)
    expect(door.events).toHaveLength(numbers.partner.accepted)
  })

  it('goes on with a new match when one has ended, until it is stopped', async () => {
    simulator = await start({ ...short, halfSeconds: 30, matchId: 'loop', loop: true })
    const readers = [
      pollStadium(simulator.stadiums()[0]?.url ?? ''),
      followFeed(simulator.socialFeeds()[0]?.url ?? ''),
    ]
    await waitUntil(() => simulator.progress().matches.length >= 3, 'the third match is on')
    await simulator.stop()
    const { matches } = await simulator.finished
    expect(matches.slice(0, 2).map(({ matchId }) => matchId)).toEqual(['loop-1', 'loop-2'])
    expect(matches[0]?.score).toBeDefined()
    await Promise.all(readers.map(each => each.stop()))
  })

  it('fails with the reason when the door does not know its secret', async () => {
    await door.close()
    door = await openDoor()
    door.refusals.push({ status: 401 })
    simulator = await start({ ...short, matchId: 'stranger' })
    await expect(simulator.finished).rejects.toThrow(/401/)
  })

  it('serves its sources without a script too', async () => {
    simulator = await start(null)
    expect((await simulator.finished).matches).toEqual([])
    const [stadium] = simulator.stadiums()
    expect(await (await fetch(`${stadium?.url}/readings`)).json()).toMatchObject({ readings: [] })
  })
})

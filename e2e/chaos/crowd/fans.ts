import { setTimeout as delay } from 'node:timers/promises'
import type { Target } from '../scenarios/scenario.ts'
import type { CrowdGateway, CrowdHouse } from './crowd-house.ts'
import { type CrowdScenario, type CrowdScene, completeness, figuresOf } from './crowd-scenario.ts'
import type { CrowdSettings } from './crowd-worker.ts'

const matches = ['derby-1', 'derby-2', 'derby-3', 'derby-4']
const cutShare = 0.1
const [cutEveryMs, redisEveryMs, redisDownMs] = [15_000, 40_000, 2_000]
const resumeAimMs = 1_000
const mostReads = 100
const [liveAgainAimMs, liveAgainLimitMs] = [10_000, 60_000]

/** A tenth is cut again and again while gateways roll and Redis restarts; then a gateway with all fans is killed. */
export const fans: CrowdScenario = {
  name: 'fans',
  summary:
    'a crowd that is cut off while two gateways roll and Redis restarts; then kill -9 of a gateway with all',
  defaults: { sockets: 10_000, seconds: 120, eventsPerSecond: 10 },
  gateways: 2,
  async play(scene) {
    const { house, options, say } = scene
    const stopFeeding = house.feeder.feed({ matches, eventsPerSecond: options.eventsPerSecond })
    try {
      await seat(scene)
      say(`all ${options.sockets} are live: a tenth is cut now and then, gateways roll, Redis restarts`)
      const resumed = await trouble(scene)
      const killed = await killOne(scene)
      await stopFeeding()
      const unannounced = house.feeder.unannounced()
      say(`${unannounced} notices went nowhere while Redis was away; waiting for all to reach the end`)
      return [...resumed, ...killed, ...(await completeness(house))]
    } finally {
      await stopFeeding()
    }
  },
}

async function seat({ house, options }: CrowdScene): Promise<void> {
  const settings: CrowdSettings = {
    ports: house.gateways.map(({ port }) => port),
    fans: options.sockets,
    ...{ matches, firstFollows: [], seed: options.seed },
  }
  await house.crowd.ask({ kind: 'start', settings }, 180_000)
  await allLive(house, liveAgainLimitMs)
  await figuresOf(house)
}

async function allLive({ crowd }: CrowdHouse, withinMs: number): Promise<number> {
  const tookMs = await crowd.ask<number | null>({ kind: 'live', withinMs }, withinMs + 5_000)
  if (tookMs === null) throw new Error(`not all fans were live within ${withinMs / 1_000} s`)
  return tookMs
}

async function trouble({ house, options, say, signal }: CrowdScene): Promise<Target[]> {
  const endMs = Date.now() + options.seconds * 1_000
  const every = (periodMs: number) => Math.min(periodMs, (options.seconds * 1_000) / 4)
  const [cuts, rolls, restarts] = await Promise.all([
    again(endMs, every(cutEveryMs), signal, () => house.crowd.ask({ kind: 'cut', share: cutShare })),
    rolling(house, endMs, signal, say),
    again(endMs, every(redisEveryMs), signal, () => house.services.restartRedis(redisDownMs)),
  ])
  await allLive(house, liveAgainLimitMs)
  const { resumes, ends } = await figuresOf(house)
  say(`connections ended: ${asList(ends)}`)
  const { count, p50Ms, p99Ms, maxMs } = resumes
  return [
    {
      name: 'troubles',
      figure: `${cuts} cuts, ${rolls} rolls, ${restarts} restarts of Redis`,
      ok: cuts > 0 && rolls > 0,
    },
    {
      name: 'resume, p99 under 1 s',
      figure: `${count} times, p50 ${p50Ms.toFixed(0)}, p99 ${p99Ms.toFixed(0)}, max ${maxMs.toFixed(0)} ms`,
      ok: count > 0 && p99Ms < resumeAimMs,
    },
  ]
}

/** Waits, acts, and so on until the end; returns how often. */
async function again(
  endMs: number,
  everyMs: number,
  signal: AbortSignal,
  act: () => Promise<unknown>,
): Promise<number> {
  let times = 0
  for (let atMs = Date.now() + everyMs; atMs < endMs; atMs += everyMs) {
    await delay(Math.max(0, atMs - Date.now()), undefined, { signal })
    await act()
    times += 1
  }
  return times
}

const restMs = 2_000

async function rolling(
  { gateways, crowd }: CrowdHouse,
  endMs: number,
  signal: AbortSignal,
  say: CrowdScene['say'],
): Promise<number> {
  let times = 0
  const live = () => crowd.ask<number>({ kind: 'count' })
  while (Date.now() < endMs) {
    const gateway = gateways[times % gateways.length]
    if (!gateway) break
    await delay(restMs, undefined, { signal })
    const startedMs = Date.now()
    await gateway.stop()
    const goneMs = Date.now()
    const liveThen = await live()
    await gateway.start()
    times += 1
    const took = `gone after ${goneMs - startedMs} ms, back after ${Date.now() - goneMs} ms`
    say(`rolled a gateway: ${took}; live then ${liveThen}, now ${await live()}`)
  }
  return times
}

/** All fans stand on one gateway when it is killed. */
async function killOne({ house, options, say }: CrowdScene): Promise<Target[]> {
  const [victim, other] = house.gateways as [CrowdGateway, CrowdGateway]
  await other.stop()
  await allLive(house, liveAgainLimitMs)
  await other.start()
  const seated = await victim.metric('touchline_connections')
  await figuresOf(house)
  const readsBefore = await house.eventReads()
  const recovering = house.crowd.ask<number | null>({ kind: 'recover', withinMs: liveAgainLimitMs }, 90_000)
  await victim.kill()
  const tookMs = (await recovering) ?? liveAgainLimitMs
  const reads = [...(await house.eventReads())].map(
    ([query, count]) => [query, count - (readsBefore.get(query) ?? 0)] as const,
  )
  const { resumes, ends } = await figuresOf(house)
  say(`connections ended: ${asList(ends)}`)
  say(`killed a gateway with ${seated} sockets: all live again after ${Math.round(tookMs)} ms`)
  for (const line of await other.metricLines('touchline_handshakes_total')) say(line)
  for (const [query, count] of reads) if (count > 0) say(`${count} times: ${query.slice(0, 140)}`)
  const allReads = reads.reduce((sum, [, count]) => sum + count, 0)
  const figure = `${(tookMs / 1_000).toFixed(1)} s (p50 ${resumes.p50Ms.toFixed(0)}, p99 ${resumes.p99Ms.toFixed(0)} ms)`
  return [
    { name: 'sockets on the gateway that was killed', figure: String(seated), ok: seated >= options.sockets },
    { name: 'all live on another within 10 s', figure, ok: tookMs <= liveAgainAimMs },
    {
      name: `reads of events from PostgreSQL meanwhile, at most ${mostReads}`,
      figure: String(allReads),
      ok: allReads <= mostReads,
    },
  ]
}

const asList = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none'

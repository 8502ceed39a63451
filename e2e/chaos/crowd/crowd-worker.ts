/** A process of its own: a crowd of fans on sockets, each of whom keeps its place and nothing else. */
import { setTimeout as delay } from 'node:timers/promises'
import { createLatencyRecorder, type Latencies } from '../../bench/fanout/latencies.ts'
import { addressOf } from '../../bench/fanout/wire/addresses.ts'
import { createRandom, type Random } from '../random.ts'
import { serveOrders } from '../worker.ts'
import { type CoverageCounts, noCoverage } from './coverage.ts'
import { CrowdFan } from './crowd-fan.ts'

export interface CrowdSettings {
  readonly ports: readonly number[]
  readonly fans: number
  /** The fan at index i follows `matches[i % matches.length]`. */
  readonly matches: readonly string[]
  /** The first fan follows these too, alone. */
  readonly firstFollows: readonly string[]
  readonly seed: number
}

export type CrowdOrder =
  | { readonly kind: 'start'; readonly settings: CrowdSettings }
  /** Cuts the connections of a share of the fans. */
  | { readonly kind: 'cut'; readonly share: number }
  /** The first fan's socket is not read from, or read again. */
  | { readonly kind: 'pause' | 'resume' }
  | { readonly kind: 'figures' }
  /** How many are live. */
  | { readonly kind: 'count' }
  /** Answers once every fan is live, with the time that took, or null after the time. */
  | { readonly kind: 'live'; readonly withinMs: number }
  /** The same, counted from when the first one is lost, which has yet to be. */
  | { readonly kind: 'recover'; readonly withinMs: number }
  /** Answers once every fan stands at its match's head: how many do not. */
  | { readonly kind: 'reach'; readonly heads: Readonly<Record<string, number>>; readonly withinMs: number }

export interface CrowdFigures {
  readonly coverage: CoverageCounts
  readonly live: number
  /** How connections ended, and how often, since it was last asked for. */
  readonly ends: Readonly<Record<string, number>>
  /** Since they were last asked for: from a lost connection to the next that stood. */
  readonly resumes: Latencies
  /** Since they were last asked for, of every tenth fan but the first: from announced to received. */
  readonly ages: Latencies
  readonly errors: readonly string[]
}

const startedAtOnce = 50
const timedEvery = 10
const keptErrors = 10

interface Crowd {
  readonly fans: readonly CrowdFan[]
  readonly random: Random
  figures(): CrowdFigures
}

async function start(settings: CrowdSettings): Promise<Crowd> {
  const { ports, matches, firstFollows, seed } = settings
  const coverage = noCoverage()
  const [resumes, ages] = [createLatencyRecorder(), createLatencyRecorder()]
  const errors: string[] = []
  let ends: Record<string, number> = {}
  const fans: CrowdFan[] = []
  for (let index = 0; index < settings.fans; index += 1) {
    const own = matches[index % matches.length] ?? ''
    const fan = new CrowdFan({
      ports,
      localAddress: addressOf(index),
      matches: index === 0 ? [own, ...firstFollows] : [own],
      counts: coverage,
      onResumed: afterMs => resumes.record(afterMs * 1_000),
      onEnded: how => {
        ends[how] = (ends[how] ?? 0) + 1
      },
      onError: text => void (errors.length < keptErrors && errors.push(text)),
      ...(index % timedEvery === 1 ? { onAge: (ageMs: number) => ages.record(ageMs * 1_000) } : {}),
    })
    fans.push(fan)
    if (index % startedAtOnce === startedAtOnce - 1) await until(() => fan.isLive, 5_000)
  }
  const figures = () => {
    const ended = ends
    ends = {}
    const timed = { resumes: resumes.take(), ages: ages.take() }
    return { coverage, live: liveOf(fans), ends: ended, ...timed, errors }
  }
  return { fans, random: createRandom(seed), figures }
}

const liveOf = (fans: readonly CrowdFan[]): number => fans.filter(fan => fan.isLive).length

async function until(condition: () => boolean, withinMs: number): Promise<number | null> {
  const startedMs = performance.now()
  while (!condition()) {
    if (performance.now() - startedMs > withinMs) return null
    await delay(10)
  }
  return performance.now() - startedMs
}

function cut({ fans, random }: Crowd, share: number): void {
  for (const fan of fans) if (random.chance(share)) fan.cut()
}

async function behind({ fans }: Crowd, order: Extract<CrowdOrder, { kind: 'reach' }>): Promise<number> {
  const { heads, withinMs } = order
  const isBehind = (fan: CrowdFan) =>
    Object.entries(heads).some(([matchId, seq]) => (fan.seqOf(matchId) ?? seq) < seq)
  await until(() => !fans.some(isBehind), withinMs)
  return fans.filter(isBehind).length
}

const allLive = (): boolean => running().fans.every(fan => fan.isLive)

let crowd: Crowd | undefined
const running = (): Crowd => {
  if (!crowd) throw new Error('no fan has come yet')
  return crowd
}

serveOrders<CrowdOrder>(async order => {
  switch (order.kind) {
    case 'start':
      crowd = await start(order.settings)
      return
    case 'cut':
      return cut(running(), order.share)
    case 'pause':
    case 'resume':
      return running().fans[0]?.[order.kind]()
    case 'figures':
      return running().figures()
    case 'count':
      return liveOf(running().fans)
    case 'live':
      return until(allLive, order.withinMs)
    case 'recover':
      await until(() => !allLive(), order.withinMs)
      return until(allLive, order.withinMs)
    case 'reach':
      return behind(running(), order)
  }
})

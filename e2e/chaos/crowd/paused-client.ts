import { setTimeout as delay } from 'node:timers/promises'
import { inKib } from '../../bench/fanout/aims.ts'
import type { Target } from '../scenarios/scenario.ts'
import type { CrowdGateway } from './crowd-house.ts'
import { type CrowdScenario, type CrowdScene, completeness, figuresOf } from './crowd-scenario.ts'
import type { CrowdFigures, CrowdSettings } from './crowd-worker.ts'

const shared = 'derby-1'
const busy = 'final-1'
const busyEventsPerSecond = 500
const kibibyte = 1_024
/** What may wait for one socket, and what one flush may add to it. */
const boundBytes = (256 + 128) * kibibyte
const leastFilledBytes = 64 * kibibyte
// What a busy machine moves by itself from one while to the next.
const unmovedMs = 50
const unmovedShare = 1.5

/**
 * All follow one match; the first fan also follows one that nobody else does, with far more events than a socket that
 * is not read from can hold. It reads, then it does not, and then it does again: the same load all the time.
 */
export const pausedClient: CrowdScenario = {
  name: 'paused-client',
  summary:
    'one client among a crowd stops reading while events come fast enough to fill whatever waits for it',
  defaults: { sockets: 1_000, seconds: 60, eventsPerSecond: 20 },
  gateways: 1,
  async play(scene) {
    const { house, options, say } = scene
    await seat(scene)
    const { eventsPerSecond } = options
    const stopShared = house.feeder.feed({ matches: [shared], eventsPerSecond })
    const stopBusy = house.feeder.feed({
      matches: [busy],
      eventsPerSecond: busyEventsPerSecond,
      chatty: true,
    })
    const stop = () => Promise.all([stopShared(), stopBusy()])
    try {
      const quarter = options.seconds / 4
      await observe(scene, Math.min(warmUpSeconds, quarter))
      say('all read')
      const before = await observe(scene, quarter)
      await house.crowd.ask({ kind: 'pause' })
      say('one does not read any more')
      const during = await observe(scene, 2 * quarter)
      await house.crowd.ask({ kind: 'resume' })
      say(`it reads again: ${inKib(during.maxBufferedBytes)} waited for it at most`)
      await observe(scene, Math.min(warmUpSeconds, quarter))
      const after = await observe(scene, quarter)
      await stop()
      return [...boundTargets(during, [before, after]), ...(await completeness(house))]
    } finally {
      await stop()
    }
  },
}

async function seat({ house, options }: CrowdScene): Promise<void> {
  const settings: CrowdSettings = {
    ports: house.gateways.map(({ port }) => port),
    fans: options.sockets,
    ...{ matches: [shared], firstFollows: [busy], seed: options.seed },
  }
  await house.crowd.ask({ kind: 'start', settings }, 60_000)
  await house.crowd.ask({ kind: 'live', withinMs: 30_000 })
  await figuresOf(house)
}

interface Observed {
  readonly figures: CrowdFigures
  readonly maxBufferedBytes: number
  /** Of one core, that the gateway used. */
  readonly cpuShare: number
}

const warmUpSeconds = 3
const sampleEveryMs = 250

/** The others' latencies over a while, and the most that waited in the gateway meanwhile. */
async function observe({ house, signal }: CrowdScene, seconds: number): Promise<Observed> {
  const [gateway] = house.gateways as [CrowdGateway]
  await figuresOf(house)
  let maxBufferedBytes = 0
  const cpuBefore = gateway.cpuSeconds()
  for (const endMs = Date.now() + seconds * 1_000; Date.now() < endMs; ) {
    await delay(sampleEveryMs, undefined, { signal })
    const bytes = await gateway.metric('touchline_socket_buffered_bytes')
    maxBufferedBytes = Math.max(maxBufferedBytes, bytes)
  }
  const cpuShare = (gateway.cpuSeconds() - cpuBefore) / seconds
  return { figures: await figuresOf(house), maxBufferedBytes, cpuShare }
}

/** The machine's own noise counts against nobody: what is compared lies before and after, under the same load. */
function boundTargets(during: Observed, others: readonly Observed[]): Target[] {
  const { p50Ms, p99Ms } = during.figures.ages
  const othersMs = others.map(({ figures }) => figures.ages.p99Ms)
  const referenceMs = Math.max(...othersMs)
  const most = inKib(during.maxBufferedBytes)
  return [
    {
      name: `waiting in the gateway for all sockets together, at most ${inKib(boundBytes)}`,
      figure: `${most} (${others.map(({ maxBufferedBytes: bytes }) => inKib(bytes)).join(' and ')} while all read)`,
      ok: during.maxBufferedBytes <= boundBytes,
    },
    { name: 'something waited for it', figure: most, ok: during.maxBufferedBytes > leastFilledBytes },
    {
      name: "the gateway's CPU, not more than before and after by a tenth of a core",
      figure: `${percent(during)}; ${others.map(percent).join(' before and ')} after`,
      ok: during.cpuShare <= Math.max(...others.map(other => other.cpuShare)) + 0.1,
    },
    {
      name: "the others' p99, not moved",
      figure: `p50 ${p50Ms.toFixed(1)}, p99 ${p99Ms.toFixed(1)} ms; p99 ${othersMs.map(ms => ms.toFixed(1)).join(' before and ')} ms after`,
      ok: p99Ms <= Math.max(referenceMs * unmovedShare, referenceMs + unmovedMs),
    },
  ]
}

const percent = ({ cpuShare }: Observed): string => `${Math.round(cpuShare * 100)} %`

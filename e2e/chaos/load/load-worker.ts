/** A process of its own: partner, stadium and feed, which send by a schedule until told to stop. */
import { createHash } from 'node:crypto'
import { serveOrders } from '../worker.ts'
import { createEventScript, type Item } from './event-script.ts'
import { createJournal, type Journal } from './journal.ts'
import { createPartner, type PartnerCounts } from './partner.ts'
import { type Bursts, createPartnerLoad } from './partner-load.ts'
import { createSourceBuffer } from './source-buffer.ts'
import { startSourcesServer } from './sources-server.ts'
import { startTicks } from './ticks.ts'

export interface LoadSettings {
  readonly url: string
  /** Of the partner, as `whsec_…`. */
  readonly secret: string
  readonly seed: number
  readonly run: string
  readonly matches: readonly string[]
  readonly eventsPerSecond: number
  readonly batch: number
  readonly goalShare: number
  /** Of what the partner sends; the stadium's readings are damaged as often. */
  readonly malformedShare: number
  readonly duplicateShare: number
  /** Of all events: what stadium and feed add beside the partner. 0: neither speaks. */
  readonly sourcesShare: number
  readonly sourcesPort: number
  readonly journalFile: string
}

export type LoadOrder =
  | { readonly kind: 'start'; readonly settings: LoadSettings }
  | { readonly kind: 'burst'; readonly what: keyof Bursts }
  | { readonly kind: 'pause' | 'resume' | 'figures' }
  /** The stadium has no readings in order for this long. */
  | { readonly kind: 'mute-stadium'; readonly forMs: number }
  /** Sends nothing new; answers once all is taken, or `settled: false` after the time. */
  | { readonly kind: 'stop'; readonly withinMs: number }

export interface LoadFigures extends PartnerCounts {
  readonly settled: boolean
  readonly offered: number
  /** Events that were not made because too much was waiting already. */
  readonly heldBack: number
}

interface Load {
  burst(what: keyof Bursts): void
  muteStadium(forMs: number): void
  setPaused(paused: boolean): void
  stop(withinMs: number): Promise<boolean>
  figures(): Omit<LoadFigures, 'settled'>
}

const heldItems = 10_000
/** Half of them some kilobytes long: one burst fits into the smallest spool, three do not. */
const burstReadings = 100

async function start(settings: LoadSettings): Promise<Load> {
  const journal = createJournal(settings.journalFile)
  const key = Buffer.from(settings.secret.replace(/^whsec_/, ''), 'base64')
  const partner = createPartner({ url: settings.url, key, journal })
  const script = createEventScript({ ...settings, startedMs: Date.now() })
  const load = createPartnerLoad(settings, script, partner)
  const sources = await startSources(settings, journal, script)
  const ticks = startTicks(settings, { partner: load.tick, sources: sources.tick })
  return {
    burst: what => (what === 'damaged' ? sources.damage() : load.bursts[what]()),
    muteStadium: sources.mute,
    setPaused: ticks.setPaused,
    async stop(withinMs) {
      ticks.stop()
      const settled = (await partner.settled(withinMs)) && (await sources.settled(withinMs))
      await sources.close()
      await journal.close()
      return settled
    },
    figures: () => ({ ...partner.counts(), ...load.figures() }),
  }
}

async function startSources(
  settings: LoadSettings,
  journal: Journal,
  script: ReturnType<typeof createEventScript>,
) {
  const taken = (item: Item) => {
    if (item.offered) journal.accepted(item.offered.source, [item.offered.sourceEventId])
    else journal.damaged(createHash('sha256').update(item.text).digest('hex'))
  }
  const stadium = createSourceBuffer(heldItems, taken)
  const feed = createSourceBuffer(heldItems, taken)
  const server = await startSourcesServer(settings.sourcesPort, { stadium, feed })
  const matchAt = (index: number) => settings.matches[index % settings.matches.length] ?? ''
  let count = 0
  let mutedUntilMs = 0
  const add = (item: Item, buffer = stadium) => {
    if (item.offered) journal.offered(item.offered)
    buffer.add(item)
  }
  const damage = (index: number) =>
    add(index % 2 ? script.broken(matchAt(index)) : script.malformed(matchAt(index)))
  return {
    tick(dueMs: number) {
      if (stadium.untaken() >= heldItems / 2 || dueMs < mutedUntilMs) return
      count += 1
      if (count % 3 === 0) add(script.post(matchAt(count), dueMs), feed)
      else add(script.sensor(matchAt(count), dueMs))
      if ((count * settings.malformedShare) % 1 < settings.malformedShare) damage(count)
    },
    mute(forMs: number) {
      mutedUntilMs = Date.now() + forMs
    },
    damage() {
      for (let index = 0; index < burstReadings; index += 1) damage(index)
    },
    async settled(withinMs: number) {
      const deadlineMs = Date.now() + withinMs
      while (stadium.untaken() > 0 && Date.now() < deadlineMs) await new Promise(done => setTimeout(done, 50))
      return stadium.untaken() === 0 || settings.sourcesShare === 0
    },
    close: server.close,
  }
}

let load: Load | undefined
const running = (): Load => {
  if (!load) throw new Error('the load has not begun')
  return load
}

serveOrders<LoadOrder>(async order => {
  if (order.kind === 'start') load = await start(order.settings)
  else if (order.kind === 'burst') running().burst(order.what)
  else if (order.kind === 'mute-stadium') running().muteStadium(order.forMs)
  else if (order.kind === 'stop') {
    const settled = await running().stop(order.withinMs)
    return { settled, ...running().figures() }
  } else if (order.kind === 'figures') return { settled: false, ...running().figures() }
  else running().setPaused(order.kind === 'pause')
})

import { setTimeout as delay } from 'node:timers/promises'
import { startWorker, type Worker } from '../../chaos/worker.ts'
import type { ClientsOrder, Received, Seating } from './clients/clients-worker.ts'
import { nowMicros, type Schedule } from './clock.ts'
import type { ContenderName, Where } from './contender.ts'
import type { Latencies } from './latencies.ts'
import type { Load } from './load.ts'
import type { PublisherOrder } from './publishing/publisher-worker.ts'
import type { ServerOrder, ServerUsage } from './servers/server-worker.ts'

/** One contender under one load, once. */
export interface Sample {
  readonly load: Load['name']
  readonly cpuMicrosPerDelivery: number
  readonly deliveries: number
  /** From the first event due until all had been received. */
  readonly tookMs: number
  /** Of one core, by the clients' process: near 1, and what is late is late for them, not for the server. */
  readonly clientsShare: number
  /** The same of the server. */
  readonly serverShare: number
  readonly latencies: Latencies
  readonly faults: readonly string[]
}

export interface ContenderRun {
  readonly samples: readonly Sample[]
  /** Of one idle subscribed socket; undefined where only few sockets were opened. */
  readonly idleBytesPerSocket: number | undefined
}

export interface RunPlan {
  readonly name: ContenderName
  readonly where: Where
  readonly loads: readonly Load[]
  /** Also measures what an idle socket takes. */
  readonly idle: boolean
  /** Where processes can be held to cores: the server's, and everybody else's. */
  readonly cores: { readonly server: number; readonly others: number } | undefined
}

/** All contenders' alike, as the gateway runs: pages of a large young generation stay with the process after a rush. */
const serverFlags = ['--expose-gc', '--max-semi-space-size=2']

const worker = (file: string, core: number | undefined, flags: readonly string[] = []) =>
  startWorker(new URL(file, import.meta.url), { core, flags })

/** One server process from its start to its end: seats clients, warms it up, and puts it under each load. */
export async function runContender(plan: RunPlan): Promise<ContenderRun> {
  const { name, where, loads, cores } = plan
  const server = worker('./servers/server-worker.ts', cores?.server, serverFlags)
  const publisher = worker('./publishing/publisher-worker.ts', cores?.others)
  const clients = worker('./clients/clients-worker.ts', cores?.others)
  const scene = new Scene(server, publisher, clients)
  try {
    await publisher.ask({ kind: 'start', name, where } satisfies PublisherOrder)
    const port = await server.ask<number>({ kind: 'start', name, where } satisfies ServerOrder)
    const sockets = Math.max(...loads.map(load => load.sockets))
    const seating = { name, port, matchId: where.matchId, sockets, sampleEvery: Math.ceil(sockets / 200) }
    const idleBytesPerSocket = await scene.seat(seating, plan.idle)
    await scene.send(warmUp, true)
    const samples: Sample[] = []
    for (const load of loads) samples.push(await scene.send(load))
    return { samples, idleBytesPerSocket }
  } finally {
    for (const one of [server, publisher, clients]) one.end()
  }
}

const warmUp: Load = {
  name: 'spread',
  says: '',
  sockets: 0,
  events: 40,
  everyMicros: 50_000,
  withinMs: 60_000,
}
/** The server's code has run and its tables have grown once: what comes on top is the sockets' own. */
const baseSockets = 100
const minSocketsForIdle = 1_000
const seatWithinMs = 120_000

class Scene {
  readonly #server: Worker
  readonly #publisher: Worker
  readonly #clients: Worker
  #nextSeq = 1

  constructor(server: Worker, publisher: Worker, clients: Worker) {
    this.#server = server
    this.#publisher = publisher
    this.#clients = clients
  }

  /** Seats all clients; returns what each of them takes in the server's memory, if asked. */
  async seat(seating: Seating, idle: boolean): Promise<number | undefined> {
    const { sockets } = seating
    if (!idle || sockets < minSocketsForIdle) {
      await this.#seat(seating)
      return undefined
    }
    await this.#seat({ ...seating, sockets: baseSockets })
    await this.send({ ...warmUp, events: 20 }, true)
    const base = await this.#server.ask<ServerUsage>({ kind: 'settle' } satisfies ServerOrder)
    await this.#seat(seating)
    const full = await this.#server.ask<ServerUsage>({ kind: 'settle' } satisfies ServerOrder)
    return (full.rssBytes - base.rssBytes) / (sockets - baseSockets)
  }

  #seat(seating: Seating): Promise<void> {
    return this.#clients.ask({ kind: 'seat', seating } satisfies ClientsOrder, seatWithinMs)
  }

  async send(load: Load, warming = false): Promise<Sample> {
    const schedule: Schedule = {
      firstSeq: this.#nextSeq,
      count: load.events,
      startMicros: nowMicros() + 300_000,
      everyMicros: load.everyMicros,
    }
    this.#nextSeq += load.events
    await this.#clients.ask({ kind: 'expect', schedule } satisfies ClientsOrder)
    const before = await this.#usage()
    const published = this.#publisher.ask(
      { kind: 'publish', schedule } satisfies PublisherOrder,
      load.withinMs,
    )
    const awaiting = { kind: 'await', withinMs: load.withinMs } satisfies ClientsOrder
    const [received] = await Promise.all([
      this.#clients.ask<Received>(awaiting, load.withinMs + 10_000),
      published,
    ])
    const after = await this.#usage()
    const tookMs = (nowMicros() - schedule.startMicros) / 1_000
    // What a burst leaves behind, such as garbage, must not be counted against the next load.
    if (!warming) await delay(500)
    const cpuMicros = after.cpuMicros - before.cpuMicros
    return {
      load: load.name,
      cpuMicrosPerDelivery: cpuMicros / Math.max(1, received.deliveries),
      deliveries: received.deliveries,
      tookMs,
      clientsShare: received.cpuMicros / tookMs / 1_000,
      serverShare: cpuMicros / tookMs / 1_000,
      latencies: received.latencies,
      faults: faultsOf(received),
    }
  }

  #usage(): Promise<ServerUsage> {
    return this.#server.ask({ kind: 'usage' } satisfies ServerOrder)
  }
}

function faultsOf({ short, over, outOfOrder, lostSockets }: Received): string[] {
  const counts = { 'got too few': short, 'got too many': over, 'closed by the server': lostSockets }
  const faults = Object.entries(counts).flatMap(([what, count]) =>
    count > 0 ? [`${count} sockets ${what}`] : [],
  )
  return outOfOrder > 0 ? [...faults, `${outOfOrder} events out of order`] : faults
}

/** A process of its own: all clients of one server. Counts what each receives, and times a sample of them. */
import { setTimeout as delay } from 'node:timers/promises'
import { serveOrders } from '../../../chaos/worker.ts'
import { dueMicros, nowMicros, type Schedule } from '../clock.ts'
import type { ContenderName } from '../contender.ts'
import { createLatencyRecorder, type Latencies } from '../latencies.ts'
import { addressOf } from '../wire/addresses.ts'
import { type Follower, follow } from './follower.ts'

export interface Seating {
  readonly name: ContenderName
  readonly port: number
  readonly matchId: string
  readonly sockets: number
  /** Every so many sockets one is timed, and its order checked. */
  readonly sampleEvery: number
}

export type ClientsOrder =
  /** Seats as many more as are missing. */
  | { readonly kind: 'seat'; readonly seating: Seating }
  /** Begins to count anew, for these events. */
  | { readonly kind: 'expect'; readonly schedule: Schedule }
  /** Answers once all sockets have all events, or after the time. */
  | { readonly kind: 'await'; readonly withinMs: number }

export interface Received {
  readonly deliveries: number
  /** Sockets that have fewer, or more, than were sent. */
  readonly short: number
  readonly over: number
  /** Of the sampled sockets: events that did not follow on the one before. */
  readonly outOfOrder: number
  readonly lostSockets: number
  /** Of this process, since it began to expect these events. */
  readonly cpuMicros: number
  readonly latencies: Latencies
}

const seatedAtOnce = 100
const [seatAttempts, seatAgainMs] = [40, 500]
const followers: Follower[] = []
const recorder = createLatencyRecorder()
let schedule: Schedule = { firstSeq: 1, count: 0, startMicros: 0, everyMicros: 1 }
let outOfOrder = 0
let lostSockets = 0
let cpuBefore = process.cpuUsage()

async function seat(seating: Seating): Promise<void> {
  while (followers.length < seating.sockets) {
    const missing = Math.min(seatedAtOnce, seating.sockets - followers.length)
    const wave = Array.from({ length: missing }, (_, index) => seated(seating, followers.length + index))
    followers.push(...(await Promise.all(wave)))
  }
}

/** A server may let people wait at the door: they come again. */
async function seated(seating: Seating, index: number): Promise<Follower> {
  for (let attempt = 1; ; attempt += 1) {
    const follower = seatOne(seating, index)
    try {
      await follower.follows
      return follower
    } catch (error) {
      if (attempt === seatAttempts) throw error
      await delay(seatAgainMs * Math.random() * 2)
    }
  }
}

function seatOne({ name, port, matchId, sampleEvery }: Seating, index: number): Follower {
  let lastSeq: number | undefined
  return follow({
    ...{ name, port, matchId, localAddress: addressOf(index) },
    sampled: index % sampleEvery === 0,
    onEvent: seq => {
      recorder.record(nowMicros() - dueMicros(schedule, seq))
      if (lastSeq !== undefined && seq !== lastSeq + 1) outOfOrder += 1
      lastSeq = seq
    },
    onLost: () => {
      lostSockets += 1
    },
  })
}

function expectEvents(next: Schedule): void {
  schedule = next
  outOfOrder = 0
  cpuBefore = process.cpuUsage()
  recorder.take()
  for (const follower of followers) follower.forget()
}

async function received(withinMs: number): Promise<Received> {
  const deadline = performance.now() + withinMs
  const { count } = schedule
  while (performance.now() < deadline && followers.some(follower => follower.received < count))
    await delay(20)
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    cpuMicros: user + system,
    deliveries: followers.reduce((sum, follower) => sum + follower.received, 0),
    short: followers.filter(follower => follower.received < count).length,
    over: followers.filter(follower => follower.received > count).length,
    ...{ outOfOrder, lostSockets },
    latencies: recorder.take(),
  }
}

serveOrders<ClientsOrder>(order => {
  if (order.kind === 'seat') return seat(order.seating)
  if (order.kind === 'expect') return expectEvents(order.schedule)
  return received(order.withinMs)
})

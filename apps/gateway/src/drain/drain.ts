import { setTimeout as delay } from 'node:timers/promises'
import type { Drainable, DrainableSocket, DrainClock, DrainOptions, DrainReport, Pace } from './drainable.ts'
import { defaultPace, hasLeft, planWave, sizeAfter, type Wave } from './waves.ts'

const goingAway = 1001
const lookMs = 20
/** Of the whole time; the rest is for the last ones to leave. */
const askingShare = 0.8

const systemClock: DrainClock = {
  now: () => performance.now(),
  pause: ms => delay(ms),
  random: Math.random,
}

/**
 * Sends the fans of a process that is about to end elsewhere: asked in waves, each as soon as most of the last have
 * left; at the deadline, or soon if there is nowhere to go, those still here are closed with 1001. The listening socket
 * must be closed, or newcomers refused, before. Never rejects.
 */
export async function drain(drainable: Drainable, options: DrainOptions): Promise<DrainReport> {
  return new Drain(drainable, options).run()
}

class Drain {
  readonly #drainable: Drainable
  readonly #pace: Pace
  readonly #clock: DrainClock
  readonly #startedMs: number
  readonly #deadlineMs: number
  readonly #stallMs: number
  readonly #asked = new Set<DrainableSocket>()
  #gone = 0
  #waves = 0

  constructor(drainable: Drainable, { deadlineMs, stallMs = 7_000, pace, clock }: DrainOptions) {
    this.#drainable = drainable
    this.#pace = { ...defaultPace, ...pace }
    this.#clock = clock ?? systemClock
    this.#startedMs = this.#clock.now()
    this.#deadlineMs = deadlineMs
    this.#stallMs = stallMs
  }

  async run(): Promise<DrainReport> {
    await this.#askEverybody()
    while (this.#open().length > 0 && !this.#isOver()) await this.#look()
    const left = this.#open()
    for (const socket of left) socket.close(goingAway, 'the server is going away')
    const asked = this.#asked.size
    const closed = left.length
    const neverAsked = left.filter(socket => !this.#asked.has(socket)).length
    const moved = asked - (closed - neverAsked)
    return { asked, moved, closed, waves: this.#waves, tookMs: this.#clock.now() - this.#startedMs }
  }

  async #askEverybody(): Promise<void> {
    const pace = this.#pace
    const askByMs = this.#startedMs + this.#deadlineMs * askingShare
    let size = pace.floor
    let waveMs = 2 * pace.spreadMs
    while (!this.#isOver()) {
      const waiting = this.#open().filter(socket => !this.#asked.has(socket))
      if (waiting.length === 0) return
      const nowMs = this.#clock.now()
      const wave = planWave(pace, { size, waveMs, remaining: waiting.length, nowMs, askByMs })
      this.#waves++
      const inTime = await this.#send(wave, waiting.slice(0, wave.count))
      waveMs = Math.max(lookMs, this.#clock.now() - nowMs)
      size = sizeAfter(pace, { size, inTime })
    }
  }

  /** True if most of the wave left in its time. */
  async #send({ spreadMs, patienceMs }: Wave, sockets: readonly DrainableSocket[]): Promise<boolean> {
    const endsAtMs = this.#clock.now() + patienceMs
    await this.#askWithin(spreadMs, sockets)
    for (;;) {
      await this.#look()
      if (hasLeft(this.#pace, goneOf(sockets), sockets.length)) return true
      if (this.#isOver() || this.#clock.now() >= endsAtMs) return false
    }
  }

  async #askWithin(spreadMs: number, sockets: readonly DrainableSocket[]): Promise<void> {
    const startMs = this.#clock.now()
    const dueMs = sockets.map(() => startMs + this.#clock.random() * spreadMs).sort((a, b) => a - b)
    for (const [place, socket] of sockets.entries()) {
      while (this.#clock.now() < (dueMs[place] ?? 0)) await this.#look()
      if (this.#isOver()) return
      this.#ask(socket)
    }
  }

  #ask(socket: DrainableSocket): void {
    if (!socket.isOpen) return
    this.#asked.add(socket)
    socket.askToMove()
  }

  #open(): DrainableSocket[] {
    return [...this.#drainable.sockets()].filter(({ isOpen }) => isOpen)
  }

  async #look(): Promise<void> {
    const timeLeftMs = this.#startedMs + this.#deadlineMs - this.#clock.now()
    await this.#clock.pause(Math.max(1, Math.min(lookMs, timeLeftMs)))
    this.#gone = goneOf(this.#asked)
  }

  #isOver(): boolean {
    const nowMs = this.#clock.now()
    const tookMs = nowMs - this.#startedMs
    return tookMs >= this.#deadlineMs || (this.#gone === 0 && tookMs >= this.#stallMs)
  }
}

function goneOf(sockets: Iterable<DrainableSocket>): number {
  let gone = 0
  for (const { isOpen } of sockets) if (!isOpen) gone++
  return gone
}

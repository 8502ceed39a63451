import type { LinkMode } from '../proxy/mode.ts'
import { createRandom, type Random } from '../random.ts'
import { appNames, type Fault, linkNames, type ScheduledFault } from './fault.ts'

export interface ScheduleOptions {
  readonly seed: number
  readonly faults: number
  readonly secondsPerFault: number
}

/** A restart takes longer than its fault says: nothing else befalls its target for that long. */
const recoveryMs = 4_000

/** Which faults come when: the same seed gives the same schedule. Two may overlap, never on one target. */
export function planFaults({ seed, faults, secondsPerFault }: ScheduleOptions): ScheduledFault[] {
  const random = createRandom(seed)
  const busyUntilMs = new Map<string, number>()
  const schedule: ScheduledFault[] = []
  let atMs = 1_000
  while (schedule.length < faults) {
    const drawnMs = Math.round(random.between(0.15, 0.9) * secondsPerFault * 1_000)
    const fault = drawFree(random, busyUntilMs, atMs)
    const lastsMs = lengthOf(fault, drawnMs)
    busyUntilMs.set(fault.target, atMs + lastsMs + recoveryMs)
    schedule.push({ atMs, lastsMs, fault })
    const gap = random.chance(0.2) ? random.between(0.05, 0.4) : random.between(0.8, 1.4)
    atMs += Math.round(gap * secondsPerFault * 1_000)
  }
  return schedule
}

/** The door gives an append up after two seconds, and only then begins to spool. */
const spoolingMs = 8_000

function lengthOf({ kind }: Fault, drawnMs: number): number {
  if (kind === 'burst' || kind === 'cut') return 0
  return kind === 'spool-full' ? Math.max(spoolingMs, drawnMs) : drawnMs
}

const draws = 50

function drawFree(random: Random, busyUntilMs: ReadonlyMap<string, number>, atMs: number): Fault {
  for (let draw = 0; draw < draws; draw += 1) {
    const fault = drawFault(random)
    if ((busyUntilMs.get(fault.target) ?? 0) <= atMs) return fault
  }
  return { kind: 'burst', target: 'load', what: 'duplicates' }
}

function drawFault(random: Random): Fault {
  const roll = random.next()
  if (roll < 0.25) return { kind: 'kill', target: random.pick(appNames) }
  if (roll < 0.3) return { kind: 'kill', target: 'redis' }
  if (roll < 0.36) return { kind: 'kill', target: 'kafka' }
  if (roll < 0.39) return { kind: 'kill', target: 'postgres' }
  if (roll < 0.42) return { kind: 'stop-immediate', target: 'postgres' }
  if (roll < 0.54) return { kind: 'freeze', target: random.pick(appNames) }
  if (roll < 0.64) return { kind: 'cut', target: random.pick(linkNames) }
  if (roll < 0.88) return { kind: 'link', target: random.pick(linkNames), mode: drawMode(random) }
  if (roll < 0.91) return { kind: 'spool-full', target: 'kafka' }
  return { kind: 'burst', target: 'load', what: random.pick(['duplicates', 'reordered', 'damaged'] as const) }
}

function drawMode(random: Random): LinkMode {
  const kind = random.pick(['delay', 'half-open', 'slow', 'refuse'] as const)
  if (kind === 'delay') return { kind, delayMs: random.pick([50, 200, 800]) }
  if (kind === 'half-open') return { kind, swallow: random.pick(['up', 'down'] as const) }
  if (kind === 'slow') return { kind, bytesPerSecond: random.pick([2_000, 20_000, 200_000]) }
  return { kind }
}

import type { Clock } from '@touchline/contracts'

export interface Implausible {
  readonly code: 'implausible-time' | 'implausible-value'
  /** Where, dotted from the event. */
  readonly path: string
  /** What must hold there. It does not tell the value. */
  readonly rule: string
  /** For operators: where, what stands there, and what may. */
  readonly message: string
}

/** What is judged of an event; one that was just sent may lack the rest. */
export interface Judgeable {
  readonly occurredAt?: string | undefined
  readonly ingestedAt?: string | undefined
  readonly clock?: Clock | undefined
  readonly payload?: object | undefined
}

/** Clocks of sources may run ahead of ours by this much. */
export const futureToleranceMs = 5_000
/** Clocks of our own machines may differ by this much; a larger difference is a fault to be told of. */
const ownClocksMs = 30_000

interface Range {
  readonly min: number
  readonly max: number
}
const ranges: ReadonlyMap<string, Range> = new Map([
  ['x', { min: -0.2, max: 1.2 }],
  ['y', { min: -0.2, max: 1.2 }],
  ['heightMetres', { min: -1, max: 100 }],
  ['speedMps', { min: 0, max: 70 }],
  ['confidence', { min: 0, max: 1 }],
  ['decibels', { min: 0, max: 150 }],
])
const periods: Range = { min: 1, max: 5 }
const periodSeconds: Range = { min: 0, max: 7_200 }

/**
 * Why an event can't be true: a time in the future, or a number out of its range. Undefined if it may be. Needs no
 * state, so ingest and the processor judge alike.
 */
export function implausibility(event: Judgeable, nowMs: number): Implausible | undefined {
  return (
    timeFault(event, nowMs) ??
    clockFault(event.clock) ??
    (event.payload && valueFault(event.payload, 'payload.'))
  )
}

/** What ingest found to be true does not become false by a processor whose own clock is a little slower. */
function timeFault({ occurredAt, ingestedAt }: Judgeable, nowMs: number): Implausible | undefined {
  if (occurredAt === undefined || isPast(occurredAt, nowMs)) return undefined
  const atMs = Date.parse(occurredAt)
  if (!(atMs - nowMs > futureToleranceMs)) return undefined
  const ingestedMs = ingestedAt === undefined ? nowMs : Date.parse(ingestedAt)
  const aheadMs = atMs - (ingestedMs - nowMs <= ownClocksMs ? Math.max(nowMs, ingestedMs) : nowMs)
  if (aheadMs <= futureToleranceMs) return undefined
  return {
    code: 'implausible-time',
    path: 'occurredAt',
    rule: `must not lie more than ${futureToleranceMs / 1_000} s in the future`,
    message: `occurredAt lies ${Math.round(aheadMs / 1_000)} s in the future`,
  }
}

/** A whole batch is judged at one time. */
let lastNow = { nowMs: Number.NaN, text: '' }

/** Without parsing: two times in UTC compare as texts, to the second. False may also mean that it takes parsing. */
function isPast(occurredAt: string, nowMs: number): boolean {
  if (lastNow.nowMs !== nowMs) lastNow = { nowMs, text: new Date(nowMs).toISOString() }
  return occurredAt.endsWith('Z') && occurredAt <= lastNow.text
}

const clockFault = (clock: Clock | undefined): Implausible | undefined =>
  clock &&
  (outOf(periods, clock.period, 'clock.period') ?? outOf(periodSeconds, clock.seconds, 'clock.seconds'))

/** Every event passes here: nothing is built but for a fault. */
function valueFault(values: object, above: string): Implausible | undefined {
  for (const name in values) {
    const value: unknown = (values as Record<string, unknown>)[name]
    const fault =
      typeof value === 'number' ? numberFault(name, value, above) : memberFault(name, value, above)
    if (fault) return fault
  }
  return undefined
}

function numberFault(name: string, value: number, above: string): Implausible | undefined {
  const range = ranges.get(name)
  return range && outOf(range, value, name, above)
}

const memberFault = (name: string, value: unknown, above: string): Implausible | undefined =>
  typeof value === 'object' && value !== null ? valueFault(value, `${above}${name}.`) : undefined

function outOf({ min, max }: Range, value: number, name: string, above = ''): Implausible | undefined {
  if (value >= min && value <= max) return undefined
  const path = above + name
  const rule = `must be from ${min} to ${max}`
  return { code: 'implausible-value', path, rule, message: `${path} is ${value}, outside ${min} to ${max}` }
}

import type { SourceEvent } from '@touchline/contracts'

export type Implausible = {
  readonly code: 'implausible-time' | 'implausible-value'
  readonly message: string
}

/** Clocks of sources may run ahead of ours by this much. */
export const futureToleranceMs = 5_000

type Range = readonly [min: number, max: number]
const ranges: Record<string, Range> = {
  x: [-0.2, 1.2],
  y: [-0.2, 1.2],
  heightMetres: [-1, 100],
  speedMps: [0, 70],
  confidence: [0, 1],
  decibels: [0, 150],
}
const clockRanges: { period: Range; seconds: Range } = { period: [1, 5], seconds: [0, 7_200] }

/** Why an event can't be true: a time in the future, or a number out of its range. Undefined if it may be. */
export function implausibility(event: SourceEvent, nowMs: number): Implausible | undefined {
  const aheadMs = Date.parse(event.occurredAt) - nowMs
  if (aheadMs > futureToleranceMs) {
    return {
      code: 'implausible-time',
      message: `occurredAt lies ${Math.round(aheadMs / 1_000)} s in the future`,
    }
  }
  return clockFault(event) ?? valueFault(event.payload, 'payload.')
}

function clockFault({ clock }: SourceEvent): Implausible | undefined {
  if (clock === undefined) return undefined
  return (
    outOfRange('clock.period', clock.period, clockRanges.period) ??
    outOfRange('clock.seconds', clock.seconds, clockRanges.seconds)
  )
}

function valueFault(values: object, path: string): Implausible | undefined {
  for (const [name, value] of Object.entries(values)) {
    const fault =
      typeof value === 'object' && value !== null
        ? valueFault(value, `${path}${name}.`)
        : checked(name, value, path)
    if (fault) return fault
  }
  return undefined
}

function checked(name: string, value: unknown, path: string): Implausible | undefined {
  const range = ranges[name]
  return range && typeof value === 'number' ? outOfRange(path + name, value, range) : undefined
}

function outOfRange(path: string, value: number, [min, max]: Range): Implausible | undefined {
  if (value >= min && value <= max) return undefined
  return { code: 'implausible-value', message: `${path} is ${value}, outside ${min} to ${max}` }
}

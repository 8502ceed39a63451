import type { HealthCheck } from './health.ts'
import type { Metrics } from './metrics.ts'

/** Connections of a pool. */
export interface PoolUse {
  readonly used: number
  readonly max: number
  /** Callers that wait for one. */
  readonly waiting: number
}

const poolWarnRatio = 0.8

/** Warns from 80 % of the pool's connections on, and never fails. */
export const poolCheck = (read: () => PoolUse): HealthCheck => ({
  name: 'pool',
  check: async () => {},
  warning: () => {
    const { used, max, waiting } = read()
    if (used < poolWarnRatio * max) return undefined
    return `${used} of ${max} connections in use, ${waiting} callers waiting`
  },
})

/** `touchline_pool_use_ratio` and `touchline_pool_waiting`, by pool. */
export function meterPool(metrics: Metrics, pool: string, read: () => PoolUse): void {
  const attributes = { pool }
  metrics.gauge('touchline_pool_use_ratio', 'Connections in use, of those allowed', () => {
    const { used, max } = read()
    return [{ value: used / max, attributes }]
  })
  metrics.gauge('touchline_pool_waiting', 'Callers that wait for a connection', () => [
    { value: read().waiting, attributes },
  ])
}

export interface NotesCheck extends HealthCheck {
  /** Shows the text in every report from now on; the same text once. */
  note(text: string): void
}

const maxNotes = 50

/** Never fails; warns of what was noted, at most 50 texts, until the process ends. */
export function notesCheck(name: string): NotesCheck {
  const notes = new Set<string>()
  return {
    name,
    check: async () => {},
    warning: () => (notes.size > 0 ? [...notes].join('; ') : undefined),
    note(text) {
      if (notes.size < maxNotes) notes.add(text)
    },
  }
}

export interface LagLimit {
  /** The age of the oldest record that waits; undefined where it is not known yet. */
  readonly readSeconds: () => number | undefined
  /** Default 30. */
  readonly limitSeconds?: number
}

/** Fails while records have waited for longer than the limit, or nobody knows whether they have. */
export const lagCheck = ({ readSeconds, limitSeconds = 30 }: LagLimit): HealthCheck => ({
  name: 'lag',
  check: async () => {
    const seconds = readSeconds()
    if (seconds === undefined) throw new Error('the lag is not known yet')
    if (seconds > limitSeconds) throw new Error(`${seconds} s behind, more than ${limitSeconds} s`)
  },
})

/** Passes where `isSo` says yes; the failure reads `otherwise`. */
export const conditionCheck = (
  name: string,
  isSo: () => boolean | Promise<boolean>,
  otherwise: string,
): HealthCheck => ({
  name,
  check: async () => {
    if (!(await isSo())) throw new Error(otherwise)
  },
})

/** A check of something that the process can do without for a while: that it fails is a warning. */
export function advisoryCheck({ name, check }: HealthCheck): HealthCheck {
  let warning: string | undefined
  return {
    name,
    check: () =>
      check().then(
        () => {
          warning = undefined
        },
        () => {
          warning = `${name} does not answer`
        },
      ),
    warning: () => warning,
  }
}

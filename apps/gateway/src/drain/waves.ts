import type { Pace } from './drainable.ts'

export const defaultPace: Pace = { floor: 20, cap: 250, spreadMs: 250, leftShare: 0.9, patienceMs: 2_000 }

/** Where a drain stands between two waves. */
export interface Standing {
  /** What the last waves showed to be a good size. */
  readonly size: number
  /** How long the last wave took. */
  readonly waveMs: number
  /** Sockets that have not been asked. */
  readonly remaining: number
  readonly nowMs: number
  /** When the last one should have been asked. */
  readonly askByMs: number
}

export interface Wave {
  readonly count: number
  readonly spreadMs: number
  /** How long it is waited for. */
  readonly patienceMs: number
}

/**
 * The next wave. Its size is the one that proved good, and more if at the last wave's speed the time would not do.
 * Where not even waves of `cap` would do, they are given less time, so that everybody is asked before `askByMs`.
 */
export function planWave(pace: Pace, { size, waveMs, remaining, nowMs, askByMs }: Standing): Wave {
  const leftMs = Math.max(0, askByMs - nowMs)
  const wavesInTime = Math.max(1, Math.floor(leftMs / waveMs))
  const hurried = Math.max(size, Math.ceil(remaining / wavesInTime))
  const count = Math.min(remaining, pace.cap, hurried)
  const patienceMs = Math.min(pace.patienceMs, leftMs / Math.ceil(remaining / pace.cap))
  return { count, patienceMs, spreadMs: Math.min(pace.spreadMs, patienceMs / 2) }
}

export interface WaveOutcome {
  /** The size that the wave was planned from. */
  readonly size: number
  readonly inTime: boolean
}

/** A wave that left in time lets the next be larger by `floor`; one that did not halves it. */
export function sizeAfter(pace: Pace, { size, inTime }: WaveOutcome): number {
  return inTime ? Math.min(pace.cap, size + pace.floor) : Math.max(pace.floor, Math.floor(size / 2))
}

export const hasLeft = (pace: Pace, gone: number, asked: number) => gone >= Math.ceil(asked * pace.leftShare)

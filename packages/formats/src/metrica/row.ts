import type { Point, Side } from '@touchline/contracts'
import { DocumentFault } from '../document-fault.ts'

/** One event of a Metrica file, whichever format it was in. */
export interface MetricaRow {
  /** From 1, in the order of the file. */
  readonly index: number
  readonly side: Side
  /** Such as `SHOT` or `BALL LOST`. */
  readonly type: string
  /** Such as `ON TARGET` and `GOAL`; upper case. */
  readonly subtypes: readonly string[]
  readonly period: number
  /** From the start of the recording. */
  readonly startSeconds: number
  readonly from: string | undefined
  readonly to: string | undefined
  readonly start: Point | undefined
  readonly end: Point | undefined
}

export interface MetricaMatch {
  readonly home: string
  readonly away: string
  readonly rows: readonly MetricaRow[]
}

/** A file that is not what it should be; the message says where. */
export class MetricaFault extends DocumentFault {}

/** Pitch coordinates in which neither is missing. */
export const pointOf = (x: number | null, y: number | null): Point | undefined =>
  x !== null && y !== null && Number.isFinite(x) && Number.isFinite(y) ? { x, y } : undefined

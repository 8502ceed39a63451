import type { Tone } from '../kit/display/tone.ts'
import { formatCount, formatDuration } from '../kit/time/format-quantity.ts'
import type { PipelineEdge, PipelineNode } from './types.ts'

interface StateLook {
  readonly label: string
  readonly tone: Tone
}

export const nodeStates: Readonly<Record<PipelineNode['state'], StateLook>> = {
  good: { label: 'Good', tone: 'good' },
  strained: { label: 'Strained', tone: 'caution' },
  failing: { label: 'Failing', tone: 'critical' },
  paused: { label: 'Paused', tone: 'info' },
  silent: { label: 'Silent', tone: 'critical' },
  unknown: { label: 'Not heard of', tone: 'neutral' },
}

/** Lag that people should look at. */
export const strainedLagSeconds = 5

export type Figure = PipelineNode['figures'][number]

/** A figure as it is written; a dash where nobody reports it. */
export function figureText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (value === null) return '–'
  if (unit === 'ms') return formatDuration(value)
  if (unit === 's') return formatDuration(value * 1_000)
  if (unit === '/s') return rateText(value)
  return unit === '' ? formatCount(value) : `${formatCount(value)} ${unit}`
}

export const rateText = (perSecond: number | null): string =>
  perSecond === null ? '–' : `${formatCount(perSecond)}/s`

/** A node for those who don't see the drawing. */
export function nodeText({ label, state, says, processes, figures }: PipelineNode): string {
  const told = figures.filter(({ value }) => value !== null)
  return [
    `${label}: ${nodeStates[state].label.toLowerCase()}.`,
    says,
    told.map(figure => `${figure.label} ${figureText(figure)}`).join(', '),
    processes === null ? '' : `${processes} ${processes === 1 ? 'process' : 'processes'}`,
  ]
    .filter(text => text !== '')
    .join(' ')
}

/** An edge for those who don't see the drawing; `labelOf` names a node. */
export function edgeText(edge: PipelineEdge, labelOf: (id: string) => string): string {
  const { ratePerSecond, p99Ms, lagSeconds, lagRecords } = edge
  const lag =
    lagSeconds === null
      ? ''
      : `, ${formatDuration(lagSeconds * 1_000)} behind with ${formatCount(lagRecords ?? 0)} waiting`
  const p99 = p99Ms === null ? '' : `, p99 ${formatDuration(p99Ms)}`
  const rate = ratePerSecond === null ? 'rate not reported' : rateText(ratePerSecond)
  return `${labelOf(edge.from)} to ${labelOf(edge.to)}, ${edge.label}: ${rate}${p99}${lag}. Tail it.`
}

/** How thick a line is: a tenfold rate is one step. */
export const strokeOf = (ratePerSecond: number | null): number =>
  ratePerSecond === null || ratePerSecond <= 0 ? 1.25 : Math.min(5, 1.5 + Math.log10(1 + ratePerSecond) * 0.9)

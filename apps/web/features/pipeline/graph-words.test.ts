import { expect, it } from 'vitest'
import { edgeText, figureText, nodeText, strokeOf } from './graph-words.ts'
import type { PipelineEdge, PipelineNode } from './types.ts'

const node: PipelineNode = {
  ...{ id: 'ingest', kind: 'ingest', label: 'Ingest', state: 'strained', says: 'It is late.', processes: 1 },
  figures: [
    { label: 'accepted', value: 12.34, unit: '/s' },
    { label: 'p99', value: null, unit: 'ms' },
  ],
}
const edge: PipelineEdge = {
  ...{
    id: 'a.b',
    from: 'a',
    to: 'b',
    label: 'events',
    ratePerSecond: 1_200,
    p50Ms: 1,
    p95Ms: 2,
    p99Ms: 1_500,
  },
  ...{ lagRecords: 7, lagSeconds: 61, trend: { ratePerSecond: [], lagSeconds: [] } },
}

it('says of a node what the drawing shows', () => {
  expect(nodeText(node)).toBe('Ingest: strained. It is late. accepted 12/s 1 process')
  expect(figureText({ value: null, unit: 'ms' })).toBe('–')
  expect(figureText({ value: 0.4, unit: 's' })).toBe('400 ms')
})

it('says of an edge what the drawing shows, and nothing of what nobody reports', () => {
  expect(edgeText(edge, id => id.toUpperCase())).toBe(
    'A to B, events: 1,200/s, p99 1.5 s, 1 min 1 s behind with 7 waiting. Tail it.',
  )
  const quiet = { ...edge, ratePerSecond: null, p99Ms: null, lagSeconds: null }
  expect(edgeText(quiet, id => id)).toBe('a to b, events: rate not reported. Tail it.')
})

it('draws more as more passes, within bounds', () => {
  expect(strokeOf(null)).toBe(strokeOf(0))
  expect(strokeOf(10)).toBeLessThan(strokeOf(1_000))
  expect(strokeOf(1e12)).toBe(5)
})

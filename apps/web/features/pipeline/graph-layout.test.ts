import { describe, expect, it } from 'vitest'
import { type Box, layoutGraph, rowsFromPx } from './graph-layout.ts'

const lanes = ['sensor', 'broadcast', 'social', 'critical']
const pairs: readonly (readonly [string, string])[] = [
  ...lanes.slice(0, 3).map(lane => [`source-${lane}`, 'ingest'] as const),
  ['ingest', 'log'],
  ...lanes.map(lane => ['log', `processor-${lane}`] as const),
  ...lanes.map(lane => [`processor-${lane}`, 'database'] as const),
  ...[['database', 'relay'] as const, ['relay', 'broadcast'] as const],
  ...[['broadcast', 'gateway'] as const, ['gateway', 'sockets'] as const],
]
const links = pairs.map(([from, to]) => ({ id: `${from}.${to}`, from, to }))

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const overlaps = (boxes: readonly Box[]) =>
  boxes.flatMap((box, place) => boxes.slice(place + 1).filter(other => overlap(box, other)))

describe('the drawing', () => {
  it('keeps its boxes apart, and within itself, at any width that there is', () => {
    for (let width = 420; width <= 2_600; width += 1) {
      const { nodes, edges, height } = layoutGraph(width, links)
      const boxes = [...nodes.values(), ...edges.map(({ label }) => label)]
      expect(nodes.size).toBe(14)
      expect(edges).toHaveLength(links.length)
      expect(overlaps(boxes), `at ${width} px`).toEqual([])
      for (const { x, y, width: wide, height: high } of boxes) {
        const isWithin = x >= -1 && x + wide <= width + 1 && y >= 0 && y + high <= height
        expect(isWithin, `at ${width} px`).toBe(true)
      }
    }
  })

  it('stacks where two rows would be too tight', () => {
    expect(layoutGraph(rowsFromPx, links).mode).toBe('rows')
    expect(layoutGraph(rowsFromPx - 1, links).mode).toBe('stacked')
  })

  it('draws nothing to what it does not know', () => {
    expect(layoutGraph(1_000, [{ id: 'x', from: 'ingest', to: 'nowhere' }]).edges).toEqual([])
  })
})

import { createMetrics } from '@touchline/telemetry'
import { expect, it } from 'vitest'
import { mergeExpositions } from './exposition.ts'

const linesOf = (text: string) => text.split('\n').filter(line => line !== '')

it('says each family once, and each sample with its worker', () => {
  const text = (value: number) =>
    [
      '# HELP fans Open sockets',
      '# TYPE fans gauge',
      `fans ${value}`,
      '# HELP wait_seconds Waiting',
      '# TYPE wait_seconds histogram',
      `wait_seconds_bucket{le="0.1"} ${value}`,
      `wait_seconds_sum{} ${value}`,
      `wait_seconds_count{why="a{b}"} ${value} 1700000000000`,
      '',
    ].join('\n')
  const merged = mergeExpositions([
    { worker: '1', text: text(1) },
    { worker: '2', text: text(2) },
  ])
  expect(linesOf(merged)).toEqual([
    '# HELP fans Open sockets',
    '# TYPE fans gauge',
    'fans{worker="1"} 1',
    'fans{worker="2"} 2',
    '# HELP wait_seconds Waiting',
    '# TYPE wait_seconds histogram',
    'wait_seconds_bucket{worker="1",le="0.1"} 1',
    'wait_seconds_sum{worker="1"} 1',
    'wait_seconds_count{worker="1",why="a{b}"} 1 1700000000000',
    'wait_seconds_bucket{worker="2",le="0.1"} 2',
    'wait_seconds_sum{worker="2"} 2',
    'wait_seconds_count{worker="2",why="a{b}"} 2 1700000000000',
  ])
  expect(merged.endsWith('\n')).toBe(true)
})

it('keeps a family together that only some have, or that came without words', () => {
  const merged = mergeExpositions([
    { worker: '1', text: 'bare 1\n# TYPE fans gauge\nfans 1\n' },
    { worker: '2', text: '# TYPE fans gauge\nfans 2\n# TYPE more counter\nmore_total 3\nbare 2\n' },
  ])
  expect(linesOf(merged)).toEqual([
    'bare{worker="1"} 1',
    'bare{worker="2"} 2',
    '# TYPE fans gauge',
    'fans{worker="1"} 1',
    'fans{worker="2"} 2',
    '# TYPE more counter',
    'more_total{worker="2"} 3',
  ])
})

it('merges what our own metrics say', async () => {
  const expositions = await Promise.all(
    ['1', '2'].map(async worker => {
      const metrics = createMetrics('gateway')
      metrics.counter('touchline_delivered_total', 'Frames').add(Number(worker), { lane: 'low' })
      metrics.histogramSeconds('touchline_delivery_seconds', 'Delivery').record(0.2)
      return { worker, text: await metrics.exposition() }
    }),
  )
  const lines = linesOf(mergeExpositions(expositions))
  expect(lines.filter(line => line.startsWith('# TYPE touchline_delivery_seconds'))).toHaveLength(1)
  const delivered = lines.filter(line => line.startsWith('touchline_delivered_total{'))
  expect(delivered.map(line => [/worker="(.)"/.exec(line)?.[1], / (\d+)/.exec(line)?.[1]])).toEqual([
    ['1', '1'],
    ['2', '2'],
  ])
  const samples = lines.filter(line => !line.startsWith('#'))
  expect(samples.every(line => line.includes('worker="'))).toBe(true)
})

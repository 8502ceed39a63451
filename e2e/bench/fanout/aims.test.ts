import { expect, it } from 'vitest'
import { aimsOf } from './aims.ts'
import type { ContenderName } from './contender.ts'
import { type ContenderFigures, figuresOf } from './figures.ts'
import type { LoadName } from './load.ts'

const shares = { clientsShare: 0.5, serverShare: 0.5 }
const latencies = { count: 1, p50Ms: 1, p99Ms: 2, p999Ms: 3, maxMs: 4 }

function contender(
  name: ContenderName,
  load: LoadName,
  costs: readonly number[],
  idle?: number,
): ContenderFigures {
  const runs = costs.map(cpuMicrosPerDelivery => ({
    samples: [{ load, cpuMicrosPerDelivery, deliveries: 1, tookMs: 1, ...shares, latencies, faults: [] }],
    idleBytesPerSocket: idle,
  }))
  return figuresOf(name, runs)
}
const missed = (all: readonly ContenderFigures[]) => aimsOf(all).flatMap(({ name, ok }) => (ok ? [] : [name]))

it('compares medians, and only with those that were run', () => {
  const ours = contender('ours', 'spread', [4, 5, 100])
  expect(aimsOf([ours])).toEqual([])
  expect(missed([ours, contender('socketio', 'spread', [10])])).toEqual([])
  expect(missed([ours, contender('socketio', 'spread', [9.9])])).toEqual(['spread: at most 0.50 of socketio'])
  expect(missed([ours, contender('trpc', 'spread', [24])])).toEqual(['spread: at most 0.20 of trpc'])
  expect(missed([ours, contender('ws', 'spread', [4])])).toEqual(['spread: at most 1.00 of ws'])
})

it('holds a burst to a tenth of Socket.IO, and to Centrifuge', () => {
  const socketio = contender('socketio', 'burst', [10])
  expect(missed([contender('ours', 'burst', [1]), socketio])).toEqual([])
  expect(missed([contender('ours', 'burst', [3]), socketio])).toEqual([
    'burst: at most 0.10 of socketio',
    'burst: at most 0.21 of socketio, as Centrifuge',
  ])
})

it('finds out whoever is slow, large or incomplete', () => {
  const slow = { ...latencies, p99Ms: 251 }
  const sample = {
    ...shares,
    load: 'crowd' as const,
    cpuMicrosPerDelivery: 1,
    deliveries: 1,
    tookMs: 1,
    latencies: slow,
  }
  const run = { samples: [{ ...sample, faults: ['3 sockets got too few'] }], idleBytesPerSocket: 8_193 }
  expect(missed([figuresOf('ours', [run])])).toEqual([
    'crowd: p99 under 250 ms',
    'idle: at most 8 KiB a socket',
    'crowd: ours delivers all, once, in order',
  ])
})

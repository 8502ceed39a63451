import { expect, it } from 'vitest'
import { readCost } from './read-cost.ts'
import { type ReadLimits, ReadQueue, type ReadTurn } from './read-queue.ts'

const much = { microsPerSecond: 1e12, burstMicros: 1e12 }
const limits: ReadLimits = {
  inAll: 3,
  perAddress: 2,
  waitingInAll: 50,
  waitingPerAddress: 20,
  maxWaitMs: 2_000,
  work: { inAll: much, address: much },
}

/** Reads of an address, in the order in which their turns come. */
function reads(queue: ReadQueue, began: string[], turns: ReadTurn[]) {
  return (address: string, count: number) =>
    Array.from({ length: count }, async () => {
      const turn = await queue.turn(address)
      if (!turn) return 'refused'
      began.push(address)
      turns.push(turn)
      return 'began'
    })
}
const settled = () => new Promise(resolve => setImmediate(resolve))

it('gives an address so many at once, and the next turn to another that waits', async () => {
  const [began, turns]: [string[], ReadTurn[]] = [[], []]
  const read = reads(new ReadQueue(limits), began, turns)
  void read('flood', 20)
  await settled()
  expect(began).toEqual(['flood', 'flood'])
  void read('fan', 2)
  await settled()
  expect(began).toEqual(['flood', 'flood', 'fan'])
  turns.shift()?.end(1)
  await settled()
  expect(began).toHaveLength(4)
  turns.shift()?.end(1)
  await settled()
  expect(began.slice(3).toSorted()).toEqual(['fan', 'flood'])
})

it('refuses those beyond what may wait, and what waits too long', async () => {
  const [began, turns]: [string[], ReadTurn[]] = [[], []]
  const read = reads(new ReadQueue({ ...limits, maxWaitMs: 20 }), began, turns)
  const outcomes = await Promise.all(read('flood', 30))
  expect(outcomes.filter(outcome => outcome === 'began')).toHaveLength(2)
  expect(outcomes.filter(outcome => outcome === 'refused')).toHaveLength(28)
})

it('lets an address pay off what a read has cost before its next one, and nobody else', async () => {
  const [began, turns]: [string[], ReadTurn[]] = [[], []]
  const address = { microsPerSecond: 100_000, burstMicros: 1_000 }
  const read = reads(new ReadQueue({ ...limits, work: { inAll: much, address } }), began, turns)
  void read('flood', 1)
  await settled()
  turns.shift()?.end(11_000)
  const beganAtMs = performance.now()
  const later = read('flood', 1)
  void read('fan', 1)
  await settled()
  expect(began).toEqual(['flood', 'fan'])
  await Promise.all(later)
  expect(performance.now() - beganAtMs).toBeGreaterThan(80)
})

it('costs by rows and bytes', () => {
  const items = (count: number, bytes: number) => ({ items: Array(count).fill({ text: 'x'.repeat(bytes) }) })
  expect(readCost(undefined)).toBe(250)
  expect(readCost(items(1_000, 1_300))).toBeGreaterThan(25_000)
  expect(readCost(items(1_000, 1_300)) / readCost(items(10, 1_300))).toBeGreaterThan(40)
  expect(readCost({ text: 'x'.repeat(100_000) })).toBeGreaterThan(2_000)
})

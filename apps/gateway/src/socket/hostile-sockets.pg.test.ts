import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import type { MatchEvent } from '@touchline/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Attack, Outcome } from '../testing/attacker.ts'
import { type Fan, seatFan } from '../testing/fan.ts'
import { openHouse, type TestHouse } from '../testing/house.ts'

const kibibyte = 1024
let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await house.store(3)
})
afterAll(() => house.close())

const call = (id: unknown, path: string, input?: unknown, method = 'query') => ({
  id,
  method,
  params: { path, input },
})
const filled = (item: (index: number) => unknown, bytes = 63 * kibibyte) => {
  const one = JSON.stringify(item(9_999)).length + 1
  return JSON.stringify(Array.from({ length: Math.floor((bytes - 2) / one) }, (_, index) => item(index)))
}
const follow = call(1, 'match.feed', { matchId: 'derby-1' }, 'subscription')
const times = (count: number, text: string) => Array.from({ length: count }, () => text)

type Case = Omit<Attack, 'port' | 'path' | 'reads'> & { readonly path?: string }
const attacks: Record<string, Case> = {
  '60 arrays of thousands of ids': {
    sockets: 1,
    rounds: 1,
    texts: times(
      60,
      filled(id => ({ id })),
    ),
  },
  'arrays of ids on 20 sockets': { sockets: 20, rounds: 30, texts: [filled(id => ({ id }))] },
  'arrays of calls': { sockets: 4, rounds: 60, texts: [filled(id => call(id, 'match.list'))] },
  'batches as large as may be': {
    sockets: 10,
    rounds: 500,
    texts: [JSON.stringify(Array.from({ length: 40 }, (_, id) => call(id, 'no.such')))],
  },
  'arrays of numbers': { sockets: 10, rounds: 60, texts: [filled(() => 1)] },
  'arrays in arrays': {
    sockets: 10,
    rounds: 60,
    texts: [`${'['.repeat(31 * kibibyte)}${']'.repeat(31 * kibibyte)}`],
  },
  'objects in objects': { sockets: 10, rounds: 60, texts: ['{"a":'.repeat(12 * kibibyte)] },
  'one large input': {
    sockets: 10,
    rounds: 60,
    texts: [JSON.stringify(call(1, 'match.get', 'x'.repeat(60 * kibibyte)))],
  },
  'a large input of small things': {
    sockets: 10,
    rounds: 60,
    texts: [
      JSON.stringify(call(1, 'match.feed', { matchId: 'm', lanes: Array(20_000).fill(1) }, 'subscription')),
    ],
  },
  nonsense: { sockets: 10, rounds: 60, texts: ['x'.repeat(60 * kibibyte)] },
  'pings of the application': { sockets: 10, rounds: 20_000, texts: ['PING'] },
  "WebSocket's own pings": { sockets: 10, rounds: 20_000, texts: ['x'.repeat(125)], opcode: 9 },
  "WebSocket's own pongs": { sockets: 10, rounds: 20_000, texts: [''], opcode: 10 },
  'introductions again and again': {
    path: '/trpc?connectionParams=1',
    sockets: 20,
    rounds: 500,
    texts: [JSON.stringify({ method: 'connectionParams', data: { token: 'x'.repeat(8_000) } })],
  },
  'one feed opened and left again and again': {
    sockets: 10,
    rounds: 2_000,
    texts: [JSON.stringify(follow), JSON.stringify({ id: 1, method: 'subscription.stop' })],
  },
  'one feed opened again and again': { sockets: 10, rounds: 2_000, texts: [JSON.stringify(follow)] },
}

const leastMs = 1_000

/** How long this thread works from one turn of its timers to the next: by its own CPU, for tests share the machine. */
function watchTurns() {
  const turnsMs: number[] = []
  let used = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(used)
    turnsMs.push((user + system) / 1_000)
    used = process.threadCpuUsage()
  }, 5)
  return {
    p99Ms: () => {
      clearInterval(timer)
      const sorted = turnsMs.toSorted((a, b) => a - b)
      return sorted[Math.floor(sorted.length * 0.99)] ?? 0
    },
  }
}

async function bufferedBytes(gateway: Gateway): Promise<number> {
  return Number(/^touchline_socket_buffered_bytes\S* (\d+)/m.exec(await gateway.metrics.exposition())?.[1])
}
type Gateway = Awaited<ReturnType<TestHouse['gateway']>>

/** What a fan and a health check see meanwhile. */
async function underAttack(attack: Attack, fan: Fan, gateway: Gateway) {
  const worker = new Worker(new URL('../testing/attacker.ts', import.meta.url), { workerData: attack })
  const done = once(worker, 'message')
  await once(worker, 'online')
  const turns = watchTurns()
  let peakBytes = 0
  const liveMs: number[] = []
  let isOver = false
  const ending = done.finally(() => {
    isOver = true
  })
  const leastUntilMs = Date.now() + leastMs
  while (!isOver || Date.now() < leastUntilMs) {
    await house.publish(1)
    const askedAtMs = performance.now()
    await (await fetch(`http://127.0.0.1:${attack.port}/health/live`)).text()
    liveMs.push(performance.now() - askedAtMs)
    peakBytes = Math.max(peakBytes, await bufferedBytes(gateway))
    await delay(20)
  }
  const turnMs = turns.p99Ms()
  const [outcome] = (await ending) as [Outcome]
  const lateMs = fan.frames.map(
    (frame, index) => (fan.arrivedAtMs[index] ?? 0) - Date.parse((frame as MatchEvent).storedAt),
  )
  return {
    outcome,
    turnMs,
    peakBytes,
    liveMs: Math.max(...liveMs),
    lateMs: Math.max(...lateMs),
    events: lateMs.length,
  }
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const heldBytes = () => {
  collectGarbage()
  const { external, arrayBuffers } = process.memoryUsage()
  return external + arrayBuffers
}

async function withstands(adapter: 'shared' | 'stock', name: string, reads: boolean): Promise<void> {
  const { path = '/trpc', ...attack } = attacks[name] as Case
  const gateway = await house.gateway({ adapter, limits: { drainMs: 0 } })
  const fan = await seatFan({ port: () => gateway.port })
  const before = heldBytes()
  const seen = await underAttack({ ...attack, path, reads, port: gateway.port }, fan, gateway)
  const sent = attack.sockets * attack.rounds * attack.texts.length
  expect(seen.outcome.answers).toBeLessThanOrEqual(name.startsWith('batches') ? sent * 40 : sent)
  expect(seen.turnMs).toBeLessThan(100)
  expect(seen.peakBytes).toBeLessThan((attack.sockets + 1) * 400 * kibibyte)
  expect(seen.liveMs).toBeLessThan(3_000)
  expect(seen.lateMs).toBeLessThan(3_000)
  expect(seen.events).toBeGreaterThan(3)
  expect(heldBytes() - before).toBeLessThan(64 * kibibyte * kibibyte)
  expect(fan.errors).toEqual([])
  await fan.close()
  await gateway.stop()
}

it.each(Object.keys(attacks))('withstands %s', name => withstands('shared', name, true), 20_000)

const unread = [
  '60 arrays of thousands of ids',
  'batches as large as may be',
  'nonsense',
  "WebSocket's own pings",
]
it.each(unread)(
  'withstands %s from those who take no answer',
  name => withstands('shared', name, false),
  20_000,
)

it.each(unread)("withstands %s with tRPC's own adapter", name => withstands('stock', name, true), 20_000)

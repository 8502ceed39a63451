import { expect, it, vi } from 'vitest'
import { BroadcastUnavailable, type Notice } from '../broadcast.ts'
import { describeBroadcast } from '../contract/broadcast.contract.ts'
import { createMemoryBroadcast } from '../memory/index.ts'
import { createHostBroadcast } from './create-host-broadcast.ts'
import { serveHostBroadcast } from './serve-host-broadcast.ts'
import { type ChannelPair, createChannelPair } from './testing/channel-pair.ts'

/** The broker goes away behind the primary, or the primary itself falls silent. */
describeBroadcast('host', async () => {
  const broker = createMemoryBroadcast()
  const host = serveHostBroadcast(broker)
  const pairs: ChannelPair[] = []
  return {
    open: async () => {
      const pair = createChannelPair()
      pairs.push(pair)
      host.attach(pair.primary)
      return createHostBroadcast(pair.worker)
    },
    takeAway: async how => {
      if (how === 'cut') broker.setReachable(false)
      else for (const pair of pairs) pair.hold(true)
    },
    restore: async () => {
      broker.setReachable(true)
      for (const pair of pairs) pair.hold(false)
    },
    stop: async () => {
      for (const pair of pairs) pair.close()
    },
  }
})

const notice = (firstSeq: number, channel = 'm', body = '[]'): Notice => ({
  channel,
  epoch: 1,
  firstSeq,
  lastSeq: firstSeq,
  body,
})

function ear() {
  const heard: (number | 'interrupted')[] = []
  return {
    heard,
    onNotice: ({ firstSeq }: Notice) => void heard.push(firstSeq),
    onInterrupted: () => void heard.push('interrupted'),
  }
}

function countingBroker() {
  const broker = createMemoryBroadcast()
  const counts = { subscribed: 0, left: 0 }
  const subscribe: typeof broker.subscribe = async (channel, listener) => {
    const { unsubscribe } = await broker.subscribe(channel, listener)
    counts.subscribed++
    return {
      unsubscribe: async () => {
        counts.left++
        await unsubscribe()
      },
    }
  }
  return { broker: { ...broker, subscribe }, counts }
}

it('holds little for a worker that does not read, tells it so, and lets the others be', async () => {
  const { broker } = countingBroker()
  const host = serveHostBroadcast(broker, { maxWaitingBytes: 100_000 })
  const [deaf, good] = [createChannelPair(), createChannelPair()]
  host.attach(deaf.primary)
  host.attach(good.primary)
  const [mine, others] = [ear(), ear()]
  await (await createHostBroadcast(deaf.worker)).subscribe('m', mine)
  await (await createHostBroadcast(good.worker)).subscribe('m', others)
  deaf.deafen(true)
  const count = 400
  for (let seq = 1; seq <= count; seq++) {
    await broker.publish([notice(seq, 'm', 'x'.repeat(1_000))])
    if (seq % 20 === 0) await vi.waitFor(() => expect(good.waiting()).toBe(0), { interval: 1 })
  }
  await vi.waitFor(() => expect(others.heard).toHaveLength(count))
  expect(others.heard).not.toContain('interrupted')
  expect(deaf.waiting()).toBeLessThan(60)
  expect(host.dropped).toBeGreaterThan(count - 60)
  deaf.deafen(false)
  await vi.waitFor(() => expect(mine.heard).toContain('interrupted'))
  await broker.publish([notice(count + 1)])
  await vi.waitFor(() => expect(mine.heard.at(-1)).toBe(count + 1))
  const seqs = mine.heard.filter(heard => heard !== 'interrupted')
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
  expect(mine.heard.indexOf('interrupted')).toBe(mine.heard.length - 2)
})

it('gives back what a worker had subscribed when it is gone', async () => {
  const { broker, counts } = countingBroker()
  const host = serveHostBroadcast(broker)
  const pair = createChannelPair()
  host.attach(pair.primary)
  const worker = await createHostBroadcast(pair.worker)
  const listener = ear()
  for (const channel of ['a', 'b', 'c']) await worker.subscribe(channel, listener)
  pair.close()
  await vi.waitFor(() => expect(counts).toEqual({ subscribed: 3, left: 3 }))
  expect(listener.heard).toEqual(['interrupted', 'interrupted', 'interrupted'])
  await expect(worker.publish([notice(1)])).rejects.toThrow(BroadcastUnavailable)
  await expect(worker.subscribe('d', ear())).rejects.toThrow(BroadcastUnavailable)
})

it('leaves nothing subscribed for a caller that was told of a failure', async () => {
  const { broker, counts } = countingBroker()
  const pair = createChannelPair()
  serveHostBroadcast(broker).attach(pair.primary)
  const worker = await createHostBroadcast(pair.worker, { timeoutMs: 50 })
  pair.hold(true)
  await expect(worker.subscribe('late', ear())).rejects.toThrow(BroadcastUnavailable)
  pair.hold(false)
  await vi.waitFor(() => expect(counts).toEqual({ subscribed: 1, left: 1 }))
  const listener = ear()
  await worker.subscribe('late', listener)
  await worker.publish([notice(7, 'late')])
  await vi.waitFor(() => expect(listener.heard).toEqual([7]))
})

it('refuses what would wait without bound on the way to the primary', async () => {
  const pair = createChannelPair()
  serveHostBroadcast(createMemoryBroadcast()).attach(pair.primary)
  const worker = await createHostBroadcast(pair.worker, { timeoutMs: 500 })
  pair.hold(true)
  const big = notice(1, 'm', 'x'.repeat(200_000))
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => worker.publish([big])))
  const reasons = outcomes.map(outcome => (outcome.status === 'rejected' ? String(outcome.reason) : ''))
  expect(reasons.filter(reason => reason.includes('bytes wait already')).length).toBeGreaterThan(50)
  pair.hold(false)
})

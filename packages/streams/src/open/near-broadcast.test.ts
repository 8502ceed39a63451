import { expect, it, vi } from 'vitest'
import { BroadcastUnavailable, type Notice } from '../broadcast.ts'
import { createMemoryBroadcast } from '../memory/index.ts'
import { createNearBroadcast } from './near-broadcast.ts'

const notice = (firstSeq: number): Notice => ({
  channel: 'm',
  epoch: 1,
  firstSeq,
  lastSeq: firstSeq,
  body: '[]',
})

function ear() {
  const notices: Notice[] = []
  return { notices, onNotice: (heard: Notice) => void notices.push(heard), onInterrupted: vi.fn() }
}

/** Positions alone, as NOTIFY carries them. */
const positionsOnly = () => {
  const memory = createMemoryBroadcast()
  return { ...memory, capabilities: { carriesBody: false } }
}

it('gives its own listeners bodies, in order, and others positions', async () => {
  const far = positionsOnly()
  const near = createNearBroadcast(far)
  const [own, other] = [ear(), ear()]
  await near.subscribe('m', own)
  await far.subscribe('m', other)
  await near.publish([notice(1), notice(2)])
  expect(own.notices.filter(({ body }) => body !== undefined).map(({ firstSeq }) => firstSeq)).toEqual([1, 2])
  expect(other.notices).toEqual([1, 2].map(seq => ({ channel: 'm', epoch: 1, firstSeq: seq, lastSeq: seq })))
})

it('is silent after the end of a subscription, and fails where the broker does', async () => {
  const far = createMemoryBroadcast()
  const near = createNearBroadcast(far)
  const own = ear()
  const subscription = await near.subscribe('m', own)
  far.setReachable(false)
  await expect(near.publish([notice(1)])).rejects.toThrow(BroadcastUnavailable)
  await expect(near.ping()).rejects.toThrow(BroadcastUnavailable)
  expect(own.onInterrupted).toHaveBeenCalled()
  far.setReachable(true)
  await subscription.unsubscribe()
  const heard = own.notices.length
  await near.publish([notice(2)])
  expect(own.notices.length).toBe(heard)
})

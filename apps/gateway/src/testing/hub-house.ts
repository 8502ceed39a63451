import { createMemoryBroadcast } from '@touchline/streams/memory'
import { vi } from 'vitest'
import { Hub } from '../hub/hub.ts'
import { defaultLimits, type GatewayLimits } from '../limits.ts'
import type { TestFollower } from './follower.ts'
import { createMemoryStore } from './memory-store.ts'

/** Hubs on a store in memory, which looks at its heads often. */
export function openHubs() {
  const closers: (() => Promise<void>)[] = []
  const house = (limits: Partial<GatewayLimits> = {}) => {
    const store = createMemoryStore()
    const broadcast = createMemoryBroadcast()
    const seen = { heals: 0, failures: 0 }
    const hub = new Hub({
      store,
      broadcast,
      limits: { ...defaultLimits, headCheckMs: 5, noticeGraceMs: 1, ringBytes: 8_000, ...limits },
      onHeal: () => seen.heals++,
      onFailure: () => seen.failures++,
    })
    closers.push(() => hub.close())
    return { store, broadcast, hub, seen }
  }
  const closeAll = async () => {
    await Promise.all(closers.splice(0).map(close => close()))
  }
  return { house, closeAll }
}

export const positions = (follower: TestFollower) =>
  follower.frames.map(({ epoch, seq }) => `${epoch}:${seq}`)
export const range = (epoch: number, first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => `${epoch}:${first + i}`)
export const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 2 })

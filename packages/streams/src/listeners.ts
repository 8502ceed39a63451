import type { BroadcastListener, Notice } from './broadcast.ts'

/** Who listens to what; one entry per channel, however many listen. */
export interface Listeners {
  channels(): string[]
  /** True if it is the channel's first listener. */
  add(channel: string, listener: BroadcastListener): boolean
  /** True if it was the channel's last listener. */
  remove(channel: string, listener: BroadcastListener): boolean
  has(channel: string): boolean
  deliver(notice: Notice): void
  interrupt(channels?: readonly string[]): void
}

export function createListeners(): Listeners {
  const byChannel = new Map<string, Set<BroadcastListener>>()
  return {
    channels: () => [...byChannel.keys()],
    add(channel, listener) {
      const known = byChannel.get(channel)
      if (known) known.add(listener)
      else byChannel.set(channel, new Set([listener]))
      return known === undefined
    },
    remove(channel, listener) {
      const known = byChannel.get(channel)
      if (!known?.delete(listener) || known.size > 0) return false
      byChannel.delete(channel)
      return true
    },
    has: channel => byChannel.has(channel),
    deliver(notice) {
      for (const listener of byChannel.get(notice.channel) ?? []) listener.onNotice(notice)
    },
    interrupt(channels = [...byChannel.keys()]) {
      for (const channel of channels)
        for (const listener of byChannel.get(channel) ?? []) listener.onInterrupted()
    },
  }
}

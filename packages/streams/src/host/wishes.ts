import type { Listeners } from '../listeners.ts'
import type { Requests } from './requests.ts'

/** Keeps the other process's subscriptions in line with who listens here. */
export interface Wishes {
  /** Rejects if a channel that is listened to could not be subscribed. */
  settle(channel: string): Promise<void>
}

export function createWishes(requests: Requests, listeners: Listeners): Wishes {
  const inForce = new Set<string>()
  const turns = new Map<string, Promise<void>>()

  async function bringInLine(channel: string): Promise<void> {
    const wanted = listeners.has(channel)
    if (wanted === inForce.has(channel)) return
    if (wanted) {
      // A request that came too late for us may have been carried out: leaving makes sure that it was not.
      inForce.add(channel)
      await requests.ask({ kind: 'subscribe', channel }).catch(error => {
        inForce.delete(channel)
        requests.ask({ kind: 'unsubscribe', channel }).catch(() => {})
        throw error
      })
    } else {
      inForce.delete(channel)
      await requests.ask({ kind: 'unsubscribe', channel })
    }
  }

  return {
    /** One change at a time per channel, each to what is wanted when its turn comes. */
    async settle(channel) {
      const turn = (turns.get(channel) ?? Promise.resolve()).catch(() => {}).then(() => bringInLine(channel))
      turns.set(channel, turn)
      try {
        await turn
      } finally {
        if (turns.get(channel) === turn) turns.delete(channel)
      }
    },
  }
}

import type { FeedObserver, Subscribe } from './wire.ts'

/** How the feeds of a client are connected; `idle` while there is none. */
export type ConnectionStatus = 'idle' | 'connecting' | 'open'

export interface Connection {
  readonly status: ConnectionStatus
  /** Calls back after each change; returns what stops that. */
  onChange(listener: () => void): () => void
}

/** Watches what subscriptions are told, whatever carries them. */
export function watchConnection(subscribe: Subscribe): Connection & { readonly subscribe: Subscribe } {
  const open = new Map<FeedObserver, boolean>()
  const listeners = new Set<() => void>()
  const statusNow = (): ConnectionStatus =>
    open.size === 0 ? 'idle' : [...open.values()].includes(true) ? 'open' : 'connecting'
  let status = statusNow()
  const changed = () => {
    if (status === statusNow()) return
    status = statusNow()
    for (const listener of listeners) listener()
  }
  return {
    get status() {
      return status
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    subscribe(request, observer) {
      const is = (value: boolean) => {
        open.set(observer, value)
        changed()
      }
      is(false)
      const stop = subscribe(request, {
        frame: observer.frame,
        opened: () => {
          is(true)
          observer.opened()
        },
        disconnected: () => {
          is(false)
          observer.disconnected()
        },
        ended: error => {
          if (error) is(false)
          observer.ended(error)
        },
      })
      return () => {
        open.delete(observer)
        changed()
        stop()
      }
    },
  }
}

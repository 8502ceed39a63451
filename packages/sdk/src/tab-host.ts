import type { FromHost, ToHost } from './tab-messages.ts'
import type { Subscribe, Wire } from './wire.ts'

/** The leading tab: its socket, and the other tabs' feeds on it. */
export interface Host {
  readonly subscribe: Subscribe
  hear(message: ToHost): void
  close(): void
}

interface Guest {
  readonly say: (message: FromHost) => void
  readonly stops: Map<number, () => void>
  leave(): void
}

export function createHost({ name, wire }: { readonly name: string; readonly wire: Wire }): Host {
  const guests = new Map<string, Guest>()
  const leading = new AbortController()

  function guestOf(tab: string): Guest {
    const known = guests.get(tab)
    if (known) return known
    const channel = new BroadcastChannel(`${name} ${tab}`)
    const stops = new Map<number, () => void>()
    const leave = () => {
      guests.delete(tab)
      for (const stop of stops.values()) stop()
      channel.close()
    }
    const guest = { say: (message: FromHost) => channel.postMessage(message), stops, leave }
    guests.set(tab, guest)
    // Granted when that tab is gone.
    navigator.locks.request(`${name} ${tab}`, { signal: leading.signal }, leave).catch(() => {})
    return guest
  }

  function carry({ say, stops }: Guest, { id, request }: Extract<ToHost, { tag: 'ride' }>): void {
    const stop = wire.subscribe(request, {
      opened: () => say({ tag: 'opened', id }),
      frame: frame => say({ tag: 'frame', id, frame }),
      disconnected: () => say({ tag: 'disconnected', id }),
      ended: error => say({ tag: 'ended', id, error: error && [error.code, error.message] }),
    })
    stops.set(id, stop)
  }

  return {
    subscribe: wire.subscribe,
    hear(message) {
      const guest = guestOf(message.tab)
      if (message.tag === 'ping') guest.say({ tag: 'here' })
      else if (message.tag === 'ride') carry(guest, message)
      else if (message.tag === 'off') {
        guest.stops.get(message.id)?.()
        guest.stops.delete(message.id)
      }
    },
    close() {
      leading.abort()
      for (const guest of [...guests.values()]) guest.leave()
      void wire.close()
    },
  }
}

import { type Credentials, claimsOf } from './credentials.ts'
import { createRoom, type Ride, type Room } from './tab-room.ts'
import type { Wire } from './wire.ts'

export interface TabsOptions {
  readonly url: string
  readonly credentials: Credentials
  /** A socket of this tab's own. */
  open(): Wire
}

/** Needs a secure context: elsewhere a browser has no Web Locks. */
export const tabsPossible = (): boolean =>
  typeof document === 'object' && !!navigator.locks && typeof BroadcastChannel === 'function'

/**
 * One socket for all tabs of a browser that show the same fan to the same gateway. The tab that holds a Web Lock leads:
 * its socket carries all their feeds, over BroadcastChannel. The lock passes on when that tab is closed, hidden away
 * or crashes, and is taken from it when it stops answering; each feed then goes on from its own position.
 */
export function createTabs({ url, credentials, open }: TabsOptions): Wire {
  const me = crypto.randomUUID()
  const rides = new Map<number, Ride>()
  let lastId = 0
  let room: Room | undefined
  let alone: Wire | undefined
  let entering = false
  let closed = false

  async function enter(): Promise<void> {
    const name = await credentials.fresh().then(
      shown => roomName(url, shown?.token),
      () => undefined,
    )
    if (closed) return
    if (name) {
      room = createRoom({ name, me, rides, open })
      return
    }
    alone = open()
    for (const ride of rides.values()) ride.stop = alone.subscribe(ride.request, ride.observer)
  }

  return {
    subscribe(request, observer) {
      if (alone) return alone.subscribe(request, observer)
      const id = ++lastId
      const ride: Ride = { request, observer }
      rides.set(id, ride)
      if (room) room.place(id, ride)
      else if (!entering) {
        entering = true
        void enter()
      }
      return () => {
        rides.delete(id)
        ride.stop?.()
      }
    },
    async close() {
      closed = true
      rides.clear()
      room?.leave()
      await alone?.close()
    },
  }
}

/** Tabs of the same fan and gateway meet; those whose token says nothing of whose it is stay by themselves. */
function roomName(url: string, token: string | undefined): string | undefined {
  if (token === undefined) return `touchline ${url}`
  const { sub, sid } = claimsOf(token)
  return sub && `touchline ${url} ${sub} ${sid}`
}

import { type Credentials, claimsOf } from './credentials.ts'
import { createHost, type Host } from './tab-host.ts'
import type { FromHost, ToHost } from './tab-messages.ts'
import { TouchlineError } from './touchline-error.ts'
import type { FeedObserver, Subscribe, Wire } from './wire.ts'

export interface TabsOptions {
  readonly url: string
  readonly credentials: Credentials
  /** A socket of this tab's own. */
  open(): Wire
}

/** Needs a secure context: elsewhere a browser has no Web Locks. */
export const tabsPossible = (): boolean =>
  typeof document === 'object' && !!navigator.locks && typeof BroadcastChannel === 'function'

interface Ride {
  readonly request: Parameters<Subscribe>[0]
  readonly observer: FeedObserver
  /** Undefined until it was placed: on the own socket, or with the leader. */
  stop?: (() => void) | undefined
}

const pingMs = 400
/** A leader that left so many pings unanswered is frozen, and loses its place. */
const maxUnanswered = 3

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

function tell(observer: FeedObserver, told: Exclude<FromHost, { tag: 'here' }>): void {
  if (told.tag === 'frame') observer.frame(told.frame)
  else if (told.tag === 'ended') observer.ended(told.error && new TouchlineError(...told.error))
  else observer[told.tag]()
}

interface RoomOptions {
  readonly name: string
  readonly me: string
  readonly rides: Map<number, Ride>
  open(): Wire
}
interface Room {
  place(id: number, ride: Ride): void
  leave(): void
}

function createRoom({ name, me, rides, open }: RoomOptions): Room {
  const hall = new BroadcastChannel(name)
  const mine = new BroadcastChannel(`${name} ${me}`)
  const post = (message: ToHost) => hall.postMessage(message)
  let host: Host | undefined
  let following = false
  let unanswered = 0
  let presence = new AbortController()
  let free = () => {}
  let ticking: ReturnType<typeof setInterval> | undefined

  function place(id: number, ride: Ride): void {
    if (host) ride.stop = host.subscribe(ride.request, ride.observer)
    else if (following) {
      post({ tag: 'ride', tab: me, id, request: ride.request })
      ride.stop = () => post({ tag: 'off', tab: me, id })
    }
  }

  /** Whoever was carried until now asks again, from its own position; who waits is placed. */
  function placeAll(): void {
    for (const [id, ride] of [...rides]) {
      if (ride.stop) ride.observer.ended()
      else place(id, ride)
    }
  }

  function queueForLead(steal: boolean): void {
    let held = false
    const hold = () =>
      new Promise<void>(resolve => {
        held = true
        free = resolve
        following = false
        host = createHost({ name, wire: open() })
        post({ tag: 'lead', tab: me })
        placeAll()
      })
    const options = steal ? { steal } : { signal: presence.signal }
    // Rejects when the wait is given up, and when another tab has taken the lock.
    navigator.locks.request(name, options, hold).catch(() => {
      if (held) resign()
    })
  }

  function resign(): void {
    host?.close()
    host = undefined
    following = false
    free()
    placeAll()
    if (!presence.signal.aborted) queueForLead(false)
  }

  function enter(): void {
    presence = new AbortController()
    const { signal } = presence
    // Held while this tab is here, so that its leader sees it go.
    void navigator.locks.request(
      `${name} ${me}`,
      () => new Promise(gone => signal.addEventListener('abort', gone)),
    )
    queueForLead(false)
    clearInterval(ticking)
    ticking = setInterval(tick, pingMs)
    post({ tag: 'ping', tab: me })
  }

  function away(): void {
    presence.abort()
    clearInterval(ticking)
    resign()
  }

  function tick(): void {
    if (host || rides.size === 0) unanswered = 0
    else if (unanswered >= maxUnanswered) {
      unanswered = 0
      presence.abort()
      presence = new AbortController()
      queueForLead(true)
    } else {
      unanswered++
      post({ tag: 'ping', tab: me })
    }
  }

  function found(): void {
    if (host || following) return
    following = true
    placeAll()
  }

  mine.onmessage = ({ data }: MessageEvent<FromHost>) => {
    unanswered = 0
    if (data.tag === 'here') return found()
    const ride = rides.get(data.id)
    if (ride) tell(ride.observer, data)
  }
  hall.onmessage = ({ data }: MessageEvent<ToHost>) => {
    if (host) host.hear(data)
    else if (data.tag === 'lead') {
      following = true
      unanswered = 0
      placeAll()
    }
  }
  const stays = new AbortController()
  const on = (target: EventTarget, type: string, listener: () => void) =>
    target.addEventListener(type, listener, stays)
  on(window, 'pagehide', away)
  on(document, 'freeze', away)
  on(window, 'pageshow', enter)
  on(document, 'resume', enter)
  enter()

  return {
    place,
    leave() {
      stays.abort()
      away()
      hall.close()
      mine.close()
    },
  }
}

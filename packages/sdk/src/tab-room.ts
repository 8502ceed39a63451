import { createHost, type Host } from './tab-host.ts'
import type { FromHost, ToHost } from './tab-messages.ts'
import { TouchlineError } from './touchline-error.ts'
import type { FeedObserver, Subscribe, Wire } from './wire.ts'

/** One feed of this tab. */
export interface Ride {
  readonly request: Parameters<Subscribe>[0]
  readonly observer: FeedObserver
  /** Undefined until it was placed: on the own socket, or with the leader. */
  stop?: (() => void) | undefined
}

const pingMs = 400
/** A leader that left so many pings unanswered is frozen, and loses its place. */
const maxUnanswered = 3

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
/** Where the tabs of one fan and one gateway meet. */
export interface Room {
  place(id: number, ride: Ride): void
  leave(): void
}

/** Enters at once. */
export function createRoom({ name, me, rides, open }: RoomOptions): Room {
  const hall = new BroadcastChannel(name)
  const mine = new BroadcastChannel(`${name} ${me}`)
  const post = (message: ToHost) => hall.postMessage(message)
  let host: Host | undefined
  let following = false
  let unanswered = 0
  let inside = false
  let presence = new AbortController()
  let waiting = new AbortController()
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
    waiting.abort()
    waiting = new AbortController()
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
    const options = steal ? { steal } : { signal: waiting.signal }
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
    if (inside) queueForLead(false)
  }

  /** Comes in once it holds the lock of its own name: whoever leads is granted that one when this tab is gone. */
  function enter(): void {
    presence.abort()
    presence = new AbortController()
    const { signal } = presence
    const stay = () =>
      new Promise<void>(gone => {
        signal.addEventListener('abort', () => gone())
        inside = true
        queueForLead(false)
        ticking = setInterval(tick, pingMs)
        post({ tag: 'ping', tab: me })
      })
    navigator.locks.request(`${name} ${me}`, { signal }, stay).catch(() => {})
  }

  function away(): void {
    inside = false
    presence.abort()
    waiting.abort()
    clearInterval(ticking)
    resign()
  }
  const comeBack = () => {
    if (presence.signal.aborted) enter()
  }

  function tick(): void {
    if (host || rides.size === 0) unanswered = 0
    else if (unanswered >= maxUnanswered) {
      unanswered = 0
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
    else if (inside && data.tag === 'lead') {
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
  on(window, 'pageshow', comeBack)
  on(document, 'resume', comeBack)
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

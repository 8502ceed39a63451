import type { Caller } from '@touchline/api'
import { anonymous } from '@touchline/contracts'
import type { GatewayLimits } from './limits.ts'
import type { Meters } from './meters.ts'
import { createPlaces } from './places.ts'
import { createCork } from './socket/cork.ts'
import { Pacer } from './socket/pacer.ts'
import type { OpenSocket } from './socket/sockets.ts'

/** One socket: its own places, and feeds that wait while it has much to send. */
export function socketCaller(
  { socket, connection }: OpenSocket,
  limits: GatewayLimits,
  meters: Meters,
): Caller {
  const places = createPlaces({ call: limits.callsPerSocket, feed: limits.feedsPerSocket })
  const pacer = new Pacer(socket, {
    highWaterBytes: limits.socketHighWaterBytes,
    stallMs: limits.socketStallMs,
    onStalled: () => meters.cutOff('stalled'),
  })
  const cork = createCork(connection)
  const sinceMs = Date.now()
  return {
    identity: anonymous,
    enter: kind => (pacer.isFull ? undefined : counted(places, meters)(kind)),
    take: async frames => {
      await pacer.ready(frames.length)
      cork()
      meters.deliver(frames, sinceMs)
    },
  }
}

/** All plain HTTP together; a response is pulled by its connection, so nothing waits here. */
export function httpCaller(enter: Caller['enter'], meters: Meters): Caller {
  const sinceMs = Date.now()
  return {
    identity: anonymous,
    enter: counted(enter, meters),
    take: async frames => meters.deliver(frames, sinceMs),
  }
}

const counted =
  (enter: Caller['enter'], meters: Meters): Caller['enter'] =>
  kind => {
    const release = enter(kind)
    if (!release || kind === 'call') return release
    const left = meters.followed()
    return () => {
      left()
      release()
    }
  }

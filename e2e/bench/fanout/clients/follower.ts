import type { ContenderName } from '../contender.ts'
import { RawSocket } from '../wire/raw-socket.ts'
import { greetings } from './greeting.ts'

/** The smallest event is larger than this, and everything else that a server says is smaller. */
const leastEventBytes = 300
const seqKey = '"seq":'

export interface FollowerOptions {
  readonly name: ContenderName
  readonly port: number
  readonly matchId: string
  readonly localAddress: string | undefined
  /** Reads each event's seq, rather than count alone. */
  readonly sampled: boolean
  onEvent(seq: number): void
  onLost(): void
}

/** One client that follows the match. */
export interface Follower {
  readonly follows: Promise<void>
  readonly received: number
  forget(): void
}

export function follow(options: FollowerOptions): Follower {
  const { name, port, matchId, localAddress, sampled, onEvent, onLost } = options
  const { path, first, hear } = greetings[name]
  const following = Promise.withResolvers<void>()
  let received = 0
  let lost = () => {}
  const onMessage = (text: string) => {
    const { say, follows } = hear(text)
    if (say !== undefined) socket.send(say)
    if (follows) following.resolve()
  }
  const socket = new RawSocket({
    port,
    path,
    localAddress,
    wants: bytes => sampled || bytes < leastEventBytes,
    onOpen: () => (first ? socket.send(first(matchId)) : following.resolve()),
    onClosed: () => {
      following.reject(new Error(`${name} closed a socket`))
      lost()
    },
    onText: (bytes, buffer, start = 0, end = 0) => {
      if (bytes < leastEventBytes) return onMessage(buffer?.toString('utf8', start, end) ?? '')
      received += 1
      if (sampled && buffer) onEvent(seqIn(buffer, start))
    },
  })
  // One that never followed is seated anew; one that did must not be lost.
  following.promise.then(
    () => {
      lost = onLost
    },
    () => {},
  )
  return {
    follows: following.promise,
    get received() {
      return received
    },
    forget: () => {
      received = 0
    },
  }
}

function seqIn(buffer: Buffer, start: number): number {
  let at = buffer.indexOf(seqKey, start, 'latin1') + seqKey.length
  let seq = 0
  for (let digit = (buffer[at] ?? 0) - 48; digit >= 0 && digit <= 9; digit = (buffer[at] ?? 0) - 48) {
    seq = seq * 10 + digit
    at += 1
  }
  return seq
}

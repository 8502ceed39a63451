/** What one message of a gateway says to a fan who keeps no event, only its place. */
export type Heard =
  /** Covers what lies after `afterSeq` up to `seq`; an event covers one position. */
  | { readonly kind: 'event' | 'skip' | 'gap'; readonly afterSeq: number; readonly seq: number }
  | { readonly kind: 'ping' | 'started' | 'reset' | 'move-on' | 'nothing' }
  | { readonly kind: 'error'; readonly text: string }

const relayedAtKey = '"relayedAt":"'
const colon = 58
const zero = 48

/** Reads tRPC's wire from bytes: an event is not parsed, its id tells all that is wanted. */
export function read(message: Buffer): Heard {
  const idAt = message.indexOf('"id":"', 0, 'latin1')
  if (idAt < 0) return readControl(message.toString())
  // A marker says its type first, an event after its match and seq.
  if (message.indexOf('"type":"feed-', 0, 'latin1') >= 0) return readMarker(message.toString())
  const seqAt = message.indexOf(colon, idAt + 6) + 1
  const seq = digitsAt(message, seqAt)
  return { kind: 'event', afterSeq: seq - 1, seq }
}

/** When the event was announced, in milliseconds since 1970; undefined where it was read from the store. */
export function relayedAtMs(message: Buffer): number | undefined {
  const at = message.indexOf(relayedAtKey, 0, 'latin1')
  if (at < 0) return undefined
  const from = at + relayedAtKey.length
  return Date.parse(message.toString('latin1', from, message.indexOf('"', from)))
}

/** Which subscription a message is for. */
export const requestIdOf = (message: Buffer): number => digitsAt(message, message.indexOf(colon) + 1)

function digitsAt(message: Buffer, start: number): number {
  let value = 0
  for (let at = start; ; at += 1) {
    const digit = (message[at] ?? 0) - zero
    if (digit < 0 || digit > 9) return value
    value = value * 10 + digit
  }
}

interface Message {
  readonly method?: string
  readonly error?: unknown
  readonly result?: { readonly type: string; readonly data?: { readonly data: Marker } }
}
interface Marker {
  readonly type: string
  readonly seq: number
  readonly afterSeq?: number
}

function readControl(text: string): Heard {
  if (text === 'PING') return { kind: 'ping' }
  if (text === 'PONG') return { kind: 'nothing' }
  const { method, error, result } = JSON.parse(text) as Message
  if (error !== undefined) return { kind: 'error', text }
  if (method === 'reconnect') return { kind: 'move-on' }
  return { kind: result?.type === 'started' ? 'started' : 'nothing' }
}

function readMarker(text: string): Heard {
  const { error, result } = JSON.parse(text) as Message
  const marker = result?.data?.data
  if (!marker) return { kind: 'error', text: error === undefined ? text : JSON.stringify(error) }
  const { type, seq, afterSeq = 0 } = marker
  if (type === 'feed-skipped') return { kind: 'skip', afterSeq, seq }
  return type === 'feed-gap' ? { kind: 'gap', afterSeq, seq } : { kind: 'reset' }
}

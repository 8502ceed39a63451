import type { Frame } from '@touchline/contracts'

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields => Object(value) === value

/** A whole number of at most nine digits, as in a position: what lies beyond could never be asked for again. */
const isPlace = (value: unknown): boolean => Number.isInteger(value) && /^\d{1,9}$/.test(String(value))

const isContent = ({ clock, payload }: Fields): boolean => isObject(clock) && isObject(payload)
const isContentIfAny = (value: unknown): boolean => !value || isContent(value as Fields)

/** Whether a frame has all that the client itself reads of it; what a page shows of it is the gateway's word. */
export function isFrame(value: unknown): value is Frame {
  if (!isObject(value)) return false
  const { type, epoch, seq, afterSeq = 0, snapshot } = value
  if (typeof type !== 'string' || ![epoch, seq, afterSeq].every(isPlace)) return false
  return type.startsWith('feed-') ? type !== 'feed-gap' || isObject(snapshot) : isEvent(value)
}

function isEvent(value: Fields): boolean {
  if (!isContent(value) || !isObject(value.score)) return false
  const { previous, event } = value.payload as Fields
  return isContentIfAny(previous) && isContentIfAny(event)
}

/** Reads messages of tRPC's; one that its client can't take is told of, and stands for one that nobody asked for. */
export const readMessage = (malformed: () => void) => (data: unknown) => {
  try {
    const message = JSON.parse(data as string)
    if (message.method || isObject(message.result) || Number.isFinite(message.error.code)) return message
  } catch {}
  malformed()
  return {}
}

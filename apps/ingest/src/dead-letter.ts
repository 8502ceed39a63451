import { logHeaders, type MatchId, matchIdSchema } from '@touchline/contracts'
import { bytesId } from '@touchline/contracts/identity'
import type { NewRecord } from '@touchline/streams'
import type { Arrival } from './accept.ts'
import type { Refusal } from './outcome.ts'

/** An item's own bytes; `damage` says why they could not even be read as one. */
export interface RawItem {
  readonly bytes: Uint8Array
  readonly damage?: Refusal
}

export interface RefusedItem {
  /** Among the items of its arrival. */
  readonly index: number
  readonly item: unknown
  readonly raw: RawItem
  readonly refusal: Refusal
  readonly correlationId: string
  readonly receivedAt: string
}

const maxMessageLength = 500

/**
 * The refused bytes as a record. Its id stands for the bytes; where the item's place in its source is known, for that
 * place too, so that an item that is read twice is known again, and two items of the same bytes are two.
 */
export function deadLetterOf({ provider, traceparent, placeOf }: Arrival, refused: RefusedItem): NewRecord {
  const { index, item, raw, refusal, correlationId, receivedAt } = refused
  const place = placeOf?.(index)
  const arrivalId = place && bytesId(`${provider}\0${place}`, raw.bytes)
  return {
    key: readableMatchId(item) ?? keyWithoutMatch(provider),
    value: raw.bytes,
    headers: {
      [logHeaders.correlationId]: correlationId,
      [logHeaders.traceparent]: traceparent,
      [logHeaders.provider]: provider,
      [logHeaders.errorCode]: refusal.code,
      [logHeaders.errorMessage]: messageOf(refusal),
      [logHeaders.sourceEventId]: arrivalId ?? bytesId(provider, raw.bytes),
      ...(arrivalId && { [logHeaders.arrivalId]: arrivalId }),
      [logHeaders.receivedAt]: receivedAt,
    },
  }
}

/** A record needs a key; this one can't be mistaken for a match's id, which begins with a letter or digit. */
const keyWithoutMatch = (provider: string): string => `~${provider}`

/** The match that an unusable item names, if it can be read. */
function readableMatchId(item: unknown): MatchId | undefined {
  const named = typeof item === 'object' && item !== null && 'matchId' in item ? item.matchId : undefined
  return matchIdSchema.safeParse(named).data
}

function messageOf({ faults }: Refusal): string {
  const message = faults.map(fault => `${fault.path}: ${fault.message}`).join('; ')
  return message.length > maxMessageLength ? `${message.slice(0, maxMessageLength - 1)}…` : message
}

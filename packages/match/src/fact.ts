import type { BroadcastEvent, Clock, SourceEvent } from '@touchline/contracts'
import { factTypes } from '@touchline/contracts/wire'

type FactType = (typeof factTypes)[number]

/** The types of events that a match's score, cards, schedule and periods follow from. All are broadcast events. */
export const factTypesOfMatch: readonly FactType[] = factTypes
const known: ReadonlySet<string> = new Set(factTypes)
export const isFactType = (type: string): type is FactType => known.has(type)

/** What one event says, as it stands after its newest revision. `clock` only where its source told one. */
export interface Content {
  readonly type: string
  readonly occurredAt: string
  readonly clock?: Clock | undefined
  readonly payload: object
}

export type FactContent = {
  [K in FactType]: { readonly type: K; readonly payload: Extract<BroadcastEvent, { type: K }>['payload'] }
}[FactType]

/** One effective fact of a match. */
export type Fact = FactContent & {
  /** Tells it from all other events of its match; see `identityOf`. */
  readonly identity: string
  readonly provider: string
  readonly occurredAtMs: number
  readonly clock?: Clock | undefined
}

type Identified = Pick<SourceEvent, 'source' | 'provider' | 'sourceEventId'>

/** An event's identity within its match. No provider's name holds a space. */
export const identityOf = ({ source, provider, sourceEventId }: Identified): string =>
  `${source} ${provider} ${sourceEventId}`

export function factOf(identity: string, provider: string, content: Content): Fact | undefined {
  if (!isFactType(content.type)) return undefined
  const { type, clock, payload, occurredAt } = content
  return { type, payload, clock, identity, provider, occurredAtMs: Date.parse(occurredAt) } as Fact
}

/** A total order by match time, the same for the same facts however they arrived. */
export const byTime = (a: Fact, b: Fact): number =>
  a.occurredAtMs - b.occurredAtMs ||
  (a.clock?.period ?? 0) - (b.clock?.period ?? 0) ||
  (a.clock?.seconds ?? 0) - (b.clock?.seconds ?? 0) ||
  (a.identity < b.identity ? -1 : Number(a.identity > b.identity))

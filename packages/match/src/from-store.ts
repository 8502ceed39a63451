import type { Clock, Source } from '@touchline/contracts'
import { type Content, type Fact, factOf, identityOf } from './fact.ts'
import type { Readings } from './readings.ts'

export interface StoredContent {
  readonly identity: {
    readonly source: Source
    readonly provider: string
    readonly sourceEventId: string
  }
  readonly content: Content
}

/** The facts of one match among what is stored of its events. */
export function factsOf(stored: Iterable<StoredContent>): Map<string, Fact> {
  const facts = new Map<string, Fact>()
  for (const { identity, content } of stored) {
    const key = identityOf(identity)
    const fact = identity.source === 'broadcast' ? factOf(key, identity.provider, content) : undefined
    if (fact) facts.set(key, fact)
  }
  return facts
}

export interface StoredReading {
  readonly period: Clock['period']
  readonly seconds: number
  readonly occurredAtMs: number
  readonly seq: number
}

/** Readings as the rules keep them; `stored` has the highest of each period first. */
export function readingsOf(stored: Iterable<StoredReading>): Readings {
  const readings: Record<string, [number, number, number][]> = {}
  for (const { period, seconds, occurredAtMs, seq } of stored) {
    const list = readings[period] ?? []
    readings[period] = list
    list.push([seconds, occurredAtMs, seq])
  }
  return readings
}

import type { MatchEvent } from '@touchline/contracts'

const kept: unique symbol = Symbol('text')

/** An event's JSON, made once and kept with the event for as long as somebody holds it. */
export function textOf(event: MatchEvent & { [kept]?: string }): string {
  event[kept] ??= JSON.stringify(event)
  return event[kept]
}

import type { MatchEvent } from '@touchline/contracts'

export interface WaterfallStage {
  readonly name: string
  /** What happens in it. */
  readonly what: string
  /** Since the event was seen at its source. */
  readonly fromMs: number
  readonly tookMs: number
}

export interface Waterfall {
  readonly stages: readonly WaterfallStage[]
  readonly totalMs: number
}

interface Mark {
  readonly name: string
  readonly what: string
  readonly at: number | undefined
}

const timeOf = (instant: string | undefined) => (instant === undefined ? undefined : Date.parse(instant))

/**
 * An event's way from its source to this screen. Each stage ends at a mark that the machine there made by its own
 * clock: a stage that seems to end before it began took 0 ms; a mark that was not made leaves its stage out.
 */
export function waterfallOf(event: MatchEvent, hereAtMs: number): Waterfall {
  const marks: readonly Mark[] = [
    { name: 'Source', what: 'from the pitch to our door', at: timeOf(event.ingestedAt) },
    { name: 'Stored', what: 'checked, numbered and written down', at: timeOf(event.storedAt) },
    { name: 'Relayed', what: 'sent on to the gateways', at: timeOf(event.relayedAt) },
    { name: 'Written', what: 'handed to your connection', at: timeOf(event.writtenAt) },
    { name: 'Here', what: 'over the network, onto this screen', at: hereAtMs },
  ]
  const startMs = Date.parse(event.occurredAt)
  let reachedMs = startMs
  const stages = marks.flatMap(({ name, what, at }) => {
    if (at === undefined || Number.isNaN(at)) return []
    const fromMs = reachedMs - startMs
    reachedMs = Math.max(reachedMs, at)
    return [{ name, what, fromMs, tookMs: reachedMs - startMs - fromMs }]
  })
  return { stages, totalMs: reachedMs - startMs }
}

/** `84 ms`, `2.3 s`. */
export const formatTook = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`

import type { Score, Side } from '@touchline/contracts'
import type { RecordedEvent } from '../metrica/events.ts'
import type { WebhookSender } from '../partner/webhook-sender.ts'
import { until } from '../play/pace.ts'
import type { Speed } from '../script/options.ts'

export interface ReplayOptions {
  readonly events: readonly RecordedEvent[]
  readonly speed: Speed
  /** The most events in one request, 1 to 1,000. */
  readonly batch: number
  readonly send: WebhookSender
  readonly signal: AbortSignal
  readonly onProgress: (sent: number) => void
}

export type ReplayOutcome = {
  /** What the door accepted and refused, in events. */
  readonly accepted: number
  readonly refused: number
  readonly firstFault?: string
} & (
  | { readonly kind: 'played' }
  | { readonly kind: 'turned-away'; readonly status: number; readonly code: string; readonly message: string }
  | { readonly kind: 'gave-up'; readonly reason: string; readonly triedMs: number }
)

/** Sends every event once it is due, in order, one request after the other; stops at the first that fails. */
export async function replay(options: ReplayOptions): Promise<ReplayOutcome> {
  const { events, send, signal, onProgress } = options
  const startedAtMs = Date.now()
  let sum: { accepted: number; refused: number; firstFault?: string } = { accepted: 0, refused: 0 }
  for (let start = 0; start < events.length; ) {
    const batch = await nextBatch(options, start, startedAtMs)
    const outcome = await send(bodyOf(batch), signal)
    if (outcome.kind !== 'taken') return { ...sum, ...outcome }
    const firstFault = sum.firstFault ?? outcome.firstFault
    sum = {
      accepted: sum.accepted + outcome.accepted,
      refused: sum.refused + outcome.refused,
      ...(firstFault !== undefined && { firstFault }),
    }
    start += batch.length
    onProgress(start)
  }
  return { ...sum, kind: 'played' }
}

async function nextBatch(
  { events, speed, batch, signal }: ReplayOptions,
  start: number,
  startedAtMs: number,
) {
  if (speed === 'max') return events.slice(start, start + batch)
  const dueAtMs = (event: RecordedEvent | undefined) =>
    startedAtMs + ((event?.dueSeconds ?? 0) * 1_000) / speed
  await until(dueAtMs(events[start]), signal)
  const nowMs = Date.now()
  const window = events.slice(start, start + batch)
  const early = window.findIndex(event => dueAtMs(event) > nowMs)
  return early === -1 ? window : window.slice(0, Math.max(1, early))
}

function bodyOf(batch: readonly RecordedEvent[]): string {
  const occurredAt = new Date().toISOString()
  return JSON.stringify(batch.map(({ event }) => ({ ...event, occurredAt })))
}

export interface Expectation {
  readonly events: number
  readonly score: Score
  readonly yellowCards: Record<Side, number>
  readonly redCards: Record<Side, number>
}

/** What the match must look like once these events are stored. A second yellow is a yellow and a red card. */
export function expectationOf(events: readonly RecordedEvent[]): Expectation {
  const of = (side: Side, matches: (event: RecordedEvent['event']) => boolean) =>
    events.filter(({ event }) => 'team' in event.payload && event.payload.team === side && matches(event))
      .length
  const both = (matches: (event: RecordedEvent['event']) => boolean) => ({
    home: of('home', matches),
    away: of('away', matches),
  })
  const card = ({ payload }: RecordedEvent['event']) => ('card' in payload ? payload.card : undefined)
  return {
    events: events.length,
    score: both(event => event.type === 'goal-scored'),
    yellowCards: both(event => card(event) !== undefined && card(event) !== 'red'),
    redCards: both(event => card(event) !== undefined && card(event) !== 'yellow'),
  }
}

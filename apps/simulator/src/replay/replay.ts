import type { WebhookSender } from '../partner/webhook-sender.ts'
import { until } from '../play/pace.ts'
import type { Speed } from '../script/options.ts'
import type { ReplayEvent } from './due.ts'

export interface ReplayOptions {
  readonly events: readonly ReplayEvent[]
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
  const dueAtMs = (event: ReplayEvent | undefined) => startedAtMs + ((event?.dueSeconds ?? 0) * 1_000) / speed
  await until(dueAtMs(events[start]), signal)
  const nowMs = Date.now()
  const window = events.slice(start, start + batch)
  const early = window.findIndex(event => dueAtMs(event) > nowMs)
  return early === -1 ? window : window.slice(0, Math.max(1, early))
}

const bodyOf = (batch: readonly ReplayEvent[]): string => JSON.stringify(batch.map(({ item }) => item))

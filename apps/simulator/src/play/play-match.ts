import type { Source } from '@touchline/contracts'
import type { Logger } from '@touchline/telemetry'
import type { WebhookSender } from '../partner/webhook-sender.ts'
import { type Delivery, deliver } from '../script/deliveries.ts'
import { count, type MatchNumbers } from '../script/known-numbers.ts'
import type { MatchScript } from '../script/match-script.ts'
import type { ResolvedScriptOptions } from '../script/options.ts'
import { createRandom } from '../script/random.ts'
import { createTimetable, type Timetable, textOf } from '../script/timetable.ts'
import type { Backlog } from '../servers/backlog.ts'
import type { Books } from './books.ts'
import { batchLength, bodyOf, type Outgoing, settle } from './broadcast.ts'
import { until } from './pace.ts'

export interface Stage {
  readonly stadium: Backlog
  readonly feed: Backlog
  readonly send: WebhookSender
  readonly books: Books
  readonly logger: Logger
  onSent(source: Source, kind: Delivery['kind']): void
}

type Performance = Pick<ResolvedScriptOptions, 'speed' | 'faults'> & { readonly seed: string }

/** What each source sends of a script, in order; the same for the same seed. */
export function deliveriesOf(
  script: MatchScript,
  { faults, seed }: Omit<Performance, 'speed'>,
): Record<Source, Delivery[]> {
  const of = (source: Source) =>
    deliver(script.events[source], faults, createRandom(`${seed}/faults`).fork(source))
  return { sensor: of('sensor'), broadcast: of('broadcast'), social: of('social') }
}

/** Plays all three sources at once, each in its own order. Resolves when everything is sent. */
export async function playMatch(
  script: MatchScript,
  performance: Performance,
  stage: Stage,
  signal: AbortSignal,
): Promise<void> {
  const timetable = createTimetable(script, performance.speed, Date.now())
  const deliveries = deliveriesOf(script, performance)
  const numbers = stage.books.open(script)
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const part: Part = { script, timetable, numbers, stage, signal: either }
  const parts = [
    emit(deliveries.sensor, stage.stadium, part),
    emit(deliveries.social, stage.feed, part),
    push(deliveries.broadcast, part),
  ].map(playing =>
    playing.catch(error => {
      failed.abort(error)
      throw error
    }),
  )
  await Promise.allSettled(parts)
  either.throwIfAborted()
}

interface Part {
  readonly script: MatchScript
  readonly timetable: Timetable
  readonly numbers: MatchNumbers
  readonly stage: Stage
  readonly signal: AbortSignal
}

function sent({ numbers, stage }: Part, delivery: Delivery): void {
  count(numbers, delivery)
  stage.onSent(delivery.source, delivery.kind)
}

async function emit(deliveries: readonly Delivery[], backlog: Backlog, part: Part): Promise<void> {
  for (const delivery of deliveries) {
    await until(part.timetable.dueAtMs(delivery), part.signal)
    const id = delivery.kind === 'malformed' ? undefined : delivery.event.draft.sourceEventId
    await backlog.append(textOf(delivery, part.script, part.timetable), id, part.signal)
    sent(part, delivery)
  }
}

async function push(deliveries: readonly Delivery[], part: Part): Promise<void> {
  const { script, timetable, stage, signal } = part
  for (let start = 0; start < deliveries.length; ) {
    const next = deliveries[start]
    if (next) await until(timetable.dueAtMs(next), signal)
    const batch = nextBatch(deliveries, start, { script, timetable })
    settle(batch, await stage.send(bodyOf(batch), signal), {
      partner: stage.books.partner,
      logger: stage.logger,
    })
    for (const { delivery } of batch) sent(part, delivery)
    start += batch.length
  }
}

const lookAhead = 100

function nextBatch(
  deliveries: readonly Delivery[],
  start: number,
  { script, timetable }: Pick<Part, 'script' | 'timetable'>,
): Outgoing[] {
  const nowMs = Date.now()
  const window = deliveries.slice(start, start + lookAhead)
  const firstEarly = window.findIndex(delivery => timetable.dueAtMs(delivery) > nowMs)
  const due = window
    .slice(0, firstEarly === -1 ? window.length : Math.max(1, firstEarly))
    .map(delivery => ({ delivery, text: textOf(delivery, script, timetable) }))
  return due.slice(0, batchLength(due))
}

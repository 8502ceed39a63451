import { faultKind, isLockTimeout } from '@touchline/db'
import { type Applied, type ApplyContext, type LookOptions, SystemicFault } from './apply.ts'
import { probeStore } from './probe-store.ts'
import { type Item, type Slice, storeSlice } from './store-slice.ts'

export interface SettleContext extends ApplyContext {
  /** Told after each commit. */
  readonly onApplied: (applied: Applied) => void
  /** How long a batch waits for a match's row before the match is parked. Default 300. */
  readonly lockTimeoutMs?: number
}

/**
 * Brings a slice to an end: all its effects are stored, or their records dead or parked, when it resolves. Where one
 * record makes the database refuse all, the slice is halved until that record stands alone; it is dead if a control
 * can be stored in its place. Where a match is held by somebody, that match is parked. Where the database fails, or a
 * control fails too, it rejects, and nothing is dead: what was stored until then is kept.
 */
export async function settle(context: SettleContext, slice: Slice, attempts = 1): Promise<void> {
  try {
    await store(context, slice)
  } catch (error) {
    if (error instanceof SystemicFault || faultKind(error) === 'database') throw error
    if (isLockTimeout(error)) await store(context, slice, { parkLocked: true })
    else if (slice.items.length > 1) await settleHalves(context, slice, attempts)
    else await settleOne(context, slice, { error, attempts })
  }
}

async function store(
  context: SettleContext,
  slice: Slice,
  parking: Pick<LookOptions, 'parkLocked' | 'parkAll'> = {},
): Promise<void> {
  const { lockTimeoutMs = 300 } = context
  const applied = await storeSlice(context, slice, { lockTimeoutMs, ...parking })
  if (applied) announce(context, applied)
}

/** What was stored is good: it may serve as a control. */
export function announce({ controls, onApplied }: SettleContext, applied: Applied): void {
  controls.remember(
    applied.outcomes.flatMap(({ kind, read }) =>
      kind === 'stored' && read.kind === 'event' ? [read.event] : [],
    ),
  )
  onApplied(applied)
}

interface Trouble {
  readonly error: unknown
  readonly attempts: number
}

async function settleOne(context: SettleContext, slice: Slice, trouble: Trouble): Promise<void> {
  const [item] = slice.items
  if (!item) throw trouble.error
  if (faultKind(trouble.error) === 'conflict') await store(context, slice, { parkAll: true })
  else await store(context, { ...slice, items: [await condemn(context, item, trouble)] })
}

async function settleHalves(context: SettleContext, slice: Slice, attempts: number): Promise<void> {
  const half = Math.ceil(slice.items.length / 2)
  await settle(context, { ...slice, items: slice.items.slice(0, half) }, attempts + 1)
  await settle(context, { ...slice, items: slice.items.slice(half) }, attempts + 1)
}

/** The record as one that is dead, if a control shows that it alone is at fault. */
async function condemn(
  { database, controls }: SettleContext,
  item: Item,
  { error, attempts }: Trouble,
): Promise<Item> {
  if (item.fate !== 'keep' || item.read.kind !== 'event') throw error
  const message = error instanceof Error ? error.message : String(error)
  const { record, source, event } = item.read
  const control = controls.find(source, event.type)
  const fault = await probeStore(database, control.event)
  if (fault !== undefined)
    throw new SystemicFault(`${message}; ${control.name} can't be stored either: ${fault}`)
  const verdict = {
    disposition: 'poison' as const,
    evidence: `${control.name} could be stored at the same moment`,
  }
  const failure = {
    step: 'store' as const,
    code: 'unprocessable' as const,
    message,
    attempts,
    event,
    verdict,
  }
  return { fate: 'keep', record, read: { kind: 'failed', record, source, failure } }
}

import { faultKind, findStuckMatches, isLockTimeout } from '@touchline/db'
import { type ParkCause, parkCauseOf, rowHeld } from '../../parking/park-cause.ts'
import { type Applied, type ApplyContext, SystemicFault } from './apply.ts'
import type { MatchTurns } from './match-turns.ts'
import { probeStore } from './probe-store.ts'
import { type Item, type Slice, storeSlice } from './store-slice.ts'

export interface SettleContext extends ApplyContext {
  /** Told after each commit. */
  readonly onApplied: (applied: Applied) => void
  /** How long a batch waits for a match's row before it looks who holds it. Default 60. */
  readonly lockTimeoutMs?: number
  /** Lets this process's own batches work on a match one after the other. */
  readonly turns?: MatchTurns
}

/**
 * Brings a slice to an end: all its effects are stored, or their records dead or parked, when it resolves. Where one
 * record makes the database refuse all, the slice is halved until that record stands alone; it is dead if a control
 * can be stored in its place. Where a match is held by somebody, that match is parked. Where the database fails, or a
 * control fails too, it rejects, and nothing is dead: what was stored until then is kept.
 */
export async function settle(context: SettleContext, slice: Slice, attempts = 1): Promise<void> {
  try {
    await storePatiently(context, slice)
  } catch (error) {
    if (error instanceof SystemicFault || faultKind(error) === 'database') throw error
    if (slice.items.length > 1) await settleHalves(context, slice, attempts)
    else await settleOne(context, slice, { error, attempts })
  }
}

/** A match's row that its holder does not work on is held by a stranger. */
const idleMs = 150
const maxWaits = 30

/** Waits for matches' rows while whoever holds them gets on with it; a match that gets on with nothing is parked. */
async function storePatiently(context: SettleContext, slice: Slice): Promise<void> {
  let park: ReadonlyMap<string, ParkCause> = new Map()
  for (let wait = 1; ; wait += 1) {
    try {
      return await store(context, slice, park)
    } catch (error) {
      if (!isLockTimeout(error) || wait === maxWaits) throw error
      const stuck = await findStuckMatches(context.database, matchIdsOf(slice), idleMs)
      park = new Map([...park, ...[...stuck].map(matchId => [matchId, rowHeld] as const)])
    }
  }
}

const matchIdsOf = ({ items }: Slice): string[] => [
  ...new Set(
    items.flatMap(item =>
      item.fate === 'keep' && item.read.kind === 'event' ? [item.read.event.matchId] : [],
    ),
  ),
]

async function store(
  context: SettleContext,
  slice: Slice,
  park: ReadonlyMap<string, ParkCause>,
): Promise<void> {
  const { lockTimeoutMs = 60, turns } = context
  const storing = () => storeSlice(context, slice, { lockTimeoutMs, park })
  const applied = await (turns ? turns.take(matchIdsOf(slice), storing) : storing())
  if (applied) announce(context, applied)
}

/** What was stored is good: it may serve as a control. */
export function announce({ controls, onApplied }: SettleContext, applied: Applied): void {
  controls.remember(
    applied.outcomes.flatMap(({ kind, read }) =>
      (kind === 'stored' || kind === 'revised') && read.kind === 'event' ? [read.event] : [],
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
  if (faultKind(trouble.error) === 'conflict') {
    const cause = parkCauseOf(trouble.error)
    await store(context, slice, new Map(matchIdsOf(slice).map(matchId => [matchId, cause])))
  } else await store(context, { ...slice, items: [await condemn(context, item, trouble)] }, new Map())
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

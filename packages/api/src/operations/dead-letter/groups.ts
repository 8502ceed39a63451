import { letterLifetimeHours } from '@touchline/contracts'
import {
  countGroupNotes,
  countPathTypes,
  type Database,
  type GroupSample,
  type GroupTotal,
  type LetterFilter,
  type PathType,
  readGroupSamples,
  totalGroups,
  trendGroups,
} from '@touchline/db'
import { z } from 'zod'
import { type GroupStanding, groupStandingSchema, standingOf } from '../dead-letter-group/lifecycle.ts'
import { filterFaults } from '../masking/hidden-filter.ts'
import { shownErrorCode, shownEventType } from '../masking/letter-view.ts'
import { publicMessage } from '../masking/public-message.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { letterFilterSchema } from './choice.ts'
import { pathsOf, type ShapeFact, shapeFacts } from './shape-facts.ts'

export const groupDeadLettersInput = z.object({
  filter: letterFilterSchema.extend({ groupState: groupStandingSchema.optional() }).default({}),
  limit: z.int().min(1).max(100).default(20),
  /** The largest groups first, or those in which a letter died last. */
  sort: z.enum(['letters', 'last-failed']).default('letters'),
})

export interface DeadLetterGroup extends Omit<GroupTotal, 'storedState' | 'newestDeathAt'> {
  readonly state: GroupStanding
  /** How many notes people wrote. */
  readonly notes: number
  readonly stage: GroupSample['stage']
  readonly errorCode: string
  readonly eventType: string
  readonly sampleMessage: string
  /** How many letters failed last in each part of the span. */
  readonly trend: readonly number[]
  readonly shape: readonly ShapeFact[]
}

/** What the numbers of a `trend` span, in equal parts; ISO 8601. */
export interface TrendOfGroups {
  readonly from: string
  readonly to: string
}

export interface DeadLetterGroups {
  readonly items: readonly DeadLetterGroup[]
  readonly trend: TrendOfGroups
  /** Whether there are more groups than are shown. */
  readonly more: boolean
}

const trendBuckets = 24
/** Groups of one state are looked for among so many. */
const looked = 5_000
/** What payloads have in common is read from so many letters altogether, and so many of each group. */
const sampled = { all: 2_000, ofGroupMin: 20 }

type Asked = Omit<z.output<typeof groupDeadLettersInput>, 'filter'> & {
  readonly filter: LetterFilter & { readonly groupState?: GroupStanding | undefined }
}

/** Letters that died of the same, by fingerprint. */
export async function groupDeadLetters(
  database: Database,
  { filter: asked, limit, sort }: Asked,
  now: Date,
): Promise<Outcome<DeadLetterGroups, 'invalid-input'>> {
  const { groupState, ...filter } = asked
  const faults = await filterFaults(database, filter, 'filter')
  if (faults.length > 0) return failed('invalid-input', faults)
  const page = { filter, newestFirst: sort === 'last-failed', limit: groupState ? looked : limit + 1 }
  const totals = (await totalGroups(database, page))
    .map(total => ({ ...total, state: standingOf(total, now.getTime()) }))
    .filter(({ state }) => groupState === undefined || state === groupState)
  const chosen = totals.slice(0, limit)
  const trend = trendOf(filter, now)
  const items = await describe(database, filter, { chosen, trend })
  return succeeded({ items, trend, more: totals.length > limit })
}

type Total = GroupTotal & { readonly state: GroupStanding }

async function describe(
  database: Database,
  filter: LetterFilter,
  { chosen, trend }: { readonly chosen: readonly Total[]; readonly trend: TrendOfGroups },
): Promise<DeadLetterGroup[]> {
  const fingerprints = chosen.map(({ fingerprint }) => fingerprint)
  const newest = Math.max(sampled.ofGroupMin, Math.floor(sampled.all / Math.max(1, chosen.length)))
  const [trends, notes, { samples, facts }] = await Promise.all([
    trendGroups(database, filter, { fingerprints, span: { ...trend, buckets: trendBuckets } }),
    countGroupNotes(database, fingerprints),
    commonShapes(database, filter, { chosen, newest }),
  ])
  return chosen.flatMap(({ storedState, newestDeathAt, ...total }) => {
    const { fingerprint, sampleId } = total
    const sample = samples.get(sampleId)
    if (!sample) return []
    const { stage, errorCode, eventType, message } = sample
    return {
      ...total,
      stage,
      errorCode: shownErrorCode(errorCode),
      eventType: shownEventType(eventType),
      sampleMessage: publicMessage(message),
      trend: trends.get(fingerprint) ?? [],
      notes: notes.get(fingerprint) ?? 0,
      shape: facts.get(fingerprint) ?? [],
    }
  })
}

async function commonShapes(
  database: Database,
  filter: LetterFilter,
  { chosen, newest }: { readonly chosen: readonly Total[]; readonly newest: number },
) {
  const read = await readGroupSamples(
    database,
    chosen.map(({ sampleId }) => sampleId),
  )
  const samples = new Map(read.map(sample => [sample.id, sample]))
  const groups = chosen.map(({ fingerprint, sampleId }) => ({
    fingerprint,
    paths: pathsOf(samples.get(sampleId)),
  }))
  const types: PathType[] = await countPathTypes(database, filter, { groups, newest })
  const byGroup = Map.groupBy(types, type => type.fingerprint)
  const facts = new Map(
    groups.map(({ fingerprint, paths }, index) => {
      const of = Math.min(newest, chosen[index]?.letters ?? 0)
      return [fingerprint, shapeFacts(paths, byGroup.get(fingerprint) ?? [], of)] as const
    }),
  )
  return { samples, facts }
}

/** The span that was asked for; else what a letter lives, up to now. */
function trendOf({ from, to }: LetterFilter, now: Date): TrendOfGroups {
  const end = to === undefined ? now : new Date(to)
  const start =
    from === undefined ? new Date(end.getTime() - letterLifetimeHours * 3_600_000) : new Date(from)
  const isEmpty = start.getTime() >= end.getTime()
  return {
    from: start.toISOString(),
    to: (isEmpty ? new Date(start.getTime() + 1_000) : end).toISOString(),
  }
}

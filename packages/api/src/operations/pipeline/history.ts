import {
  type Database,
  type MatchStart,
  type PipelineFacts,
  readKeptMinutes,
  readMatchStarts,
  readPipelineMinute,
  readPipelineMinutes,
} from '@touchline/db'
import { z } from 'zod'
import { askedTimeSchema } from '../asked-time.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { minutesBefore, overviewOf, type PipelineOverview } from './overview.ts'

/** One minute as it was, or figures from a time to another. */
export const pipelineHistoryInput = z.union([
  z.strictObject({ at: askedTimeSchema }),
  z
    .strictObject({ from: askedTimeSchema, to: askedTimeSchema })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), 'must end after it begins'),
])
export type PipelineHistoryInput = z.infer<typeof pipelineHistoryInput>

/** Per second, in milliseconds or seconds as they are named; null where nobody told. */
export interface PipelinePoint {
  readonly at: string
  readonly acceptedPerSecond: number | null
  readonly storedPerSecond: number | null
  readonly publishedPerSecond: number | null
  readonly deliveredPerSecond: number | null
  readonly ingestP99Ms: number | null
  readonly storedP99Ms: number | null
  readonly relayedP99Ms: number | null
  readonly deliveredP99Ms: number | null
  readonly lagSeconds: number | null
  readonly connections: number | null
}

export type PipelineHistory =
  | { readonly kind: 'minute'; readonly minute: PipelineOverview }
  | {
      readonly kind: 'range'
      readonly points: readonly PipelinePoint[]
      readonly kept: { readonly first: string; readonly last: string } | null
      /** The newest matches, and when each began. */
      readonly matches: readonly MatchStart[]
    }

const pointsMax = 720
const matchesMax = 30
const keptMs = 7 * 24 * 3_600_000

/** The pipeline as it was. `not-found`: no minute from then, or from shortly before, is kept. */
export async function pipelineHistory(
  database: Database,
  input: PipelineHistoryInput,
): Promise<Outcome<PipelineHistory, 'not-found'>> {
  return 'at' in input ? oneMinute(database, new Date(input.at)) : range(database, input)
}

const staleMs = 5 * 60_000

async function oneMinute(database: Database, at: Date): Promise<Outcome<PipelineHistory, 'not-found'>> {
  const minute = await readPipelineMinute(database, at)
  if (!minute || at.getTime() - Date.parse(minute.at) > staleMs) return failed('not-found')
  const then = new Date(minute.at)
  const past = overviewOf(then, minute.facts, await minutesBefore(database, then))
  return succeeded({ kind: 'minute', minute: past })
}

async function range(
  database: Database,
  input: { readonly from: string; readonly to: string },
): Promise<Outcome<PipelineHistory, never>> {
  const to = new Date(input.to)
  const from = new Date(Math.max(Date.parse(input.from), to.getTime() - keptMs))
  const [minutes, kept, matches] = await Promise.all([
    readPipelineMinutes(database, { from, to, limit: pointsMax }),
    readKeptMinutes(database),
    readMatchStarts(database, matchesMax),
  ])
  const points = minutes.map(({ at, facts }) => ({ at, ...pointOf(facts) }))
  return succeeded({ kind: 'range', points, kept, matches })
}

/** What the charts show of a moment. */
export function pointOf({ stages }: PipelineFacts): Omit<PipelinePoint, 'at'> {
  const stage = (name: string) => stages.find(one => one.stage === name)
  const rate = (of: string, name: string) => stage(of)?.rates[name] ?? null
  const gauge = (of: string, name: string) => stage(of)?.gauges[name] ?? null
  return {
    acceptedPerSecond: rate('ingest', 'acceptedPerSecond'),
    storedPerSecond: rate('processor', 'storedPerSecond'),
    publishedPerSecond: rate('relay', 'publishedPerSecond'),
    deliveredPerSecond: rate('gateway', 'deliveredPerSecond'),
    ingestP99Ms: gauge('ingest', 'p99Ms'),
    storedP99Ms: gauge('processor', 'p99Ms'),
    relayedP99Ms: gauge('relay', 'p99Ms'),
    deliveredP99Ms: gauge('gateway', 'p99Ms'),
    lagSeconds: gauge('processor', 'lagSeconds'),
    connections: gauge('gateway', 'connections'),
  }
}

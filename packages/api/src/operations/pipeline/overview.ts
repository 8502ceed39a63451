import {
  type Database,
  type PipelineFacts,
  type PipelineMinute,
  readPipelineFacts,
  readPipelineMinutes,
} from '@touchline/db'
import { type Outcome, succeeded } from '../outcome.ts'
import { type PipelineEdge, type PipelineNode, pipelineGraph } from './graph.ts'

/** One value a minute, oldest first; null where the minute is not kept or nobody told. */
export interface EdgeTrend {
  readonly ratePerSecond: readonly (number | null)[]
  readonly lagSeconds: readonly (number | null)[]
}

export interface PipelineOverview
  extends Pick<PipelineFacts, 'accounts' | 'deadLetters' | 'deferred' | 'parked' | 'outbox' | 'lag'> {
  /** When it was so; ISO 8601. */
  readonly at: string
  readonly nodes: readonly PipelineNode[]
  readonly edges: readonly (PipelineEdge & { readonly trend: EdgeTrend })[]
  /** The minutes of the trends; ISO 8601. */
  readonly trendMinutes: readonly string[]
}

export const trendMinutes = 15
const minuteMs = 60_000

/** Where everything stands between the sources and the fans, and how it went in the last 15 minutes. */
export async function pipelineOverview(
  database: Database,
  now: () => Date,
): Promise<Outcome<PipelineOverview, never>> {
  const at = now()
  const [facts, minutes] = await Promise.all([readPipelineFacts(database, at), minutesBefore(database, at)])
  return succeeded(overviewOf(at, facts, minutes))
}

/** The minutes that a trend up to a time is made of. */
export const minutesBefore = (database: Database, at: Date): Promise<PipelineMinute[]> =>
  readPipelineMinutes(database, {
    from: new Date(Math.floor(at.getTime() / minuteMs) * minuteMs - trendMinutes * minuteMs),
    to: at,
    limit: trendMinutes + 1,
  })

/** Pure. `minutes` may have holes. */
export function overviewOf(
  at: Date,
  facts: PipelineFacts,
  minutes: readonly PipelineMinute[],
): PipelineOverview {
  const { accounts, deadLetters, deferred, parked, outbox, lag } = facts
  const { nodes, edges } = pipelineGraph(facts)
  const lastMs = Math.floor(at.getTime() / minuteMs) * minuteMs
  const times = Array.from({ length: trendMinutes }, (_, index) =>
    new Date(lastMs - (trendMinutes - index) * minuteMs).toISOString(),
  )
  const byMinute = new Map(minutes.map(minute => [minute.at, pipelineGraph(minute.facts).edges]))
  const trendOf = (id: string): EdgeTrend => {
    const then = times.map(time => byMinute.get(time)?.find(edge => edge.id === id))
    return {
      ratePerSecond: then.map(edge => edge?.ratePerSecond ?? null),
      lagSeconds: then.map(edge => edge?.lagSeconds ?? null),
    }
  }
  return {
    ...{ at: at.toISOString(), accounts, deadLetters, deferred, parked, outbox, lag, nodes },
    edges: edges.map(edge => ({ ...edge, trend: trendOf(edge.id) })),
    trendMinutes: times,
  }
}

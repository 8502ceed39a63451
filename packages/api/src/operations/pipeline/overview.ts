import { type Database, type PipelineView, readPipeline } from '@touchline/db'
import { type Outcome, succeeded } from '../outcome.ts'

export interface PipelineOverview extends PipelineView {
  readonly at: string
}

/** Where everything stands between the sources and the fans. */
export async function pipelineOverview(
  database: Database,
  now: () => Date,
): Promise<Outcome<PipelineOverview, never>> {
  const at = now()
  return succeeded({ at: at.toISOString(), ...(await readPipeline(database, at)) })
}

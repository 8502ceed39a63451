import type { Pool } from 'pg'
import type { Database } from '../../../database.ts'

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly PlanNode[]
}

/** What statements had the server do: the same on a busy machine as on an idle one. */
export interface QueryCost {
  /** Pages looked at, in memory or not. */
  pages: number
  /** Tables read from end to end, for want of a better way. */
  readonly scanned: string[]
}

/** Has a database explain each statement that `work` sends it before it runs it, and adds up what they cost. */
export async function costOf(
  database: Database,
  work: (db: Pick<Database, 'pool'>) => Promise<unknown>,
): Promise<QueryCost> {
  const cost: QueryCost = { pages: 0, scanned: [] }
  const query = async (asked: string | { text: string; values: unknown[] }, given?: unknown[]) => {
    const { text, values } = typeof asked === 'string' ? { text: asked, values: given } : asked
    const { rows } = await database.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (analyze, buffers, timing off, format json) ${text}`,
      values,
    )
    for (const { 'QUERY PLAN': plans } of rows) add(cost, plans[0].Plan)
    return database.pool.query(text, values)
  }
  await work({ pool: { query } as unknown as Pool })
  return cost
}

/** A node's pages are also its parents'. */
function add(cost: QueryCost, root: PlanNode): void {
  cost.pages += root['Shared Hit Blocks'] + root['Shared Read Blocks']
  const nodes = [root]
  for (const node of nodes) {
    if (node['Node Type'] === 'Seq Scan') cost.scanned.push(node['Relation Name'] ?? '')
    nodes.push(...(node.Plans ?? []))
  }
}

import type { Operations } from './operations.ts'

export interface OpsAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** `status`: no more than a load balancer needs. `all`: names, reasons, figures. */
export type OpsView = 'status' | 'all'

export const opsPaths = ['/health/live', '/health/ready', '/health/startup', '/metrics'] as const
export type OpsPath = (typeof opsPaths)[number]
export const isOpsPath = (path: string): path is OpsPath => (opsPaths as readonly string[]).includes(path)

const json = 'application/json; charset=utf-8'
const prometheus = 'text/plain; version=0.0.4; charset=utf-8'

/** Undefined where this view has no such path. */
export async function answerOps(
  operations: Operations,
  path: OpsPath,
  view: OpsView,
): Promise<OpsAnswer | undefined> {
  if (view === 'status' && (path === '/metrics' || path === '/health/startup')) return undefined
  if (path === '/metrics')
    return { status: 200, contentType: prometheus, body: await operations.exposition() }
  const report = await reportOf(operations, path)
  const bare = { status: report.ok ? 'ok' : 'unavailable' }
  return {
    status: report.ok ? 200 : 503,
    contentType: json,
    body: JSON.stringify(view === 'all' ? report : bare),
  }
}

function reportOf(operations: Operations, path: Exclude<OpsPath, '/metrics'>) {
  if (path === '/health/live') return operations.live()
  return path === '/health/ready' ? operations.ready() : operations.startup()
}

import { join } from 'node:path'
import type { Service } from '../start/child.mjs'
import { doorEnv } from '../start/door.mjs'
import { root, type Settings } from '../start/env.mjs'
import { httpUrl, readyUrl, webService } from '../start/services.mjs'
import type { ClusterOptions } from './options.ts'

type AppName = 'processor' | 'gateway' | 'ingest' | 'simulator'

interface Replica {
  readonly app: AppName
  readonly port: number
  /** From 1; tells replicas apart. */
  readonly number: number
  readonly env?: Readonly<Record<string, string>>
}

/** The ports of each app's replicas: the first has the app's own, the others those after it. */
export function clusterPorts(ports: Settings['ports'], options: ClusterOptions): Record<string, number> {
  const replicas = (app: AppName, count: number) =>
    Array.from({ length: count }, (_, index) => [nameOf(app, index + 1), ports[app] + index] as const)
  return Object.fromEntries([
    ...replicas('processor', options.processors),
    ...replicas('gateway', options.gateways),
    ['ingest', ports.ingest],
    ...(options.simulate ? [['simulator', ports.simulator] as const] : []),
    ...(options.web ? [['web', ports.web] as const] : []),
  ])
}

/**
 * One process per app, consumers before sources, so that stopping in the opposite order lets what is under
 * way reach the fans.
 */
export function clusterServices(
  settings: Settings,
  options: ClusterOptions,
  shared: Readonly<Record<string, string>>,
): Service[] {
  const { ports } = settings
  // One port can't be that of all: each takes the one above its own.
  const env = { ...shared, OPS_PORT: '' }
  const many = (app: AppName, count: number, own: Readonly<Record<string, string>> = {}) =>
    Array.from({ length: count }, (_, index) =>
      appService({ app, port: ports[app] + index, number: index + 1, env: own }, env),
    )
  const sources = options.simulate ? simulatedSources(ports.simulator) : {}
  const door = doorEnv(settings)
  return [
    ...many('processor', options.processors),
    ...many('gateway', options.gateways, { ...gatewayEnv(options), ...door.gateway }),
    ...(options.simulate ? many('simulator', 1) : []),
    appService({ app: 'ingest', port: ports.ingest, number: 1, env: sources }, env),
    ...(options.web ? [webService(settings, { ...env, ...door.web })] : []),
  ]
}

function appService(
  { app, port, number, env: more }: Replica,
  env: Readonly<Record<string, string>>,
): Service {
  const name = nameOf(app, number)
  return {
    name,
    args: [...(app === 'gateway' ? gatewayFlags : []), join(root, `apps/${app}/src/main.ts`)],
    env: { ...env, PORT: String(port), INSTANCE: name, ...more },
    readyUrls: [readyUrl(port)],
    stopWithinMs: 15_000,
  }
}

/** A rush of sockets would leave the process with the pages of a large young generation. */
const gatewayFlags = ['--max-semi-space-size=2']

/** There is no other host to send fans to, and a stop has 15 s. */
const gatewayEnv = ({ workers }: ClusterOptions) => ({ WORKERS: String(workers), DRAIN_SECONDS: '5' })

const nameOf = (app: AppName, number: number) => (number === 1 ? app : `${app}-${number}`)

/** Where the simulator of this machine serves its stadium and its feed. */
function simulatedSources(port: number): Record<string, string> {
  const source = (kind: string, id: string) => JSON.stringify([{ id, url: `${httpUrl(port)}/${kind}/${id}` }])
  return {
    STADIUMS: source('stadiums', 'stadium-1'),
    SOCIAL_FEEDS: source('feeds', 'feed-1'),
  }
}

import { join } from 'node:path'
import { root } from '../house/process.ts'

export interface ProxyPlan {
  readonly folder: string
  /** By the first word of the name that it has in the shipped configuration. */
  readonly listen: Readonly<Record<string, number>>
  /** For each address in the shipped configuration, one here. */
  readonly upstreams: Readonly<Record<string, string>>
}

/** The shipped configuration of a proxy. */
export const shipped = (name: string) => join(root, 'docs/deployment/proxies', name)

/** The configuration with each address replaced. */
export const placed = (text: string, { upstreams }: ProxyPlan): string =>
  Object.entries(upstreams).reduce((told, [from, to]) => told.replaceAll(from, to), text)

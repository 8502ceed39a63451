import { join } from 'node:path'
import { migrate } from '@touchline/db/migrate'
import { checkDataFolder } from '../start/data-folder.mjs'
import { adminLines, firstAdmin, keepSecrets } from '../start/door.mjs'
import type { Settings } from '../start/env.mjs'
import { Fault } from '../start/fault.mjs'
import { runHouse } from '../start/house.mjs'
import { clearLeftovers } from '../start/leftovers.mjs'
import { partnersEnv } from '../start/partners.mjs'
import { checkPorts } from '../start/ports.mjs'
import { houseEnv, httpUrl } from '../start/services.mjs'
import { line, phase } from '../start/terminal.mjs'
import type { Run } from '../start/until-stopped.mjs'
import { prepareWeb } from '../start/web-build.mjs'
import { type Backends, backendsEnv, migrationUrl } from './env.ts'
import type { ClusterOptions } from './options.ts'
import { clusterPorts, clusterServices } from './services.ts'

interface Cluster {
  readonly settings: Settings
  readonly options: ClusterOptions
  readonly backends: Backends
}

/** The cluster profile on one machine, until asked to stop. */
export async function openCluster({ settings, options, backends }: Cluster, run: Run): Promise<void> {
  // Beside the embedded profile's own files: both may run at once, on other ports.
  const runDir = join(settings.dataDir, 'cluster')
  const logDir = join(runDir, 'logs')
  const ports = clusterPorts(settings.ports, options)
  await phase('Checking data folder and ports', () => check(settings.dataDir, runDir, ports))
  if (options.web) await prepareWeb({ logDir, signal: run.signal })
  await phase('Migrating the database', () => migrateTo(migrationUrl(backends)), tellMigrated)
  keepSecrets(settings.dataDir)
  const partners = partnersEnv({ dataDir: settings.dataDir, simulate: options.simulate })
  const env = { ...houseEnv(settings, partners), ...backendsEnv(backends), TOUCHLINE_DATA: runDir }
  await runHouse({
    title: `Starting ${Object.keys(ports).join(', ')}`,
    services: clusterServices(settings, options, env),
    dataDir: runDir,
    logDir,
    signal: run.signal,
    hurry: run.hurry,
    banner: async () => {
      const admin = options.web ? adminLines(await firstAdmin({ env, signal: run.signal })) : []
      run.up()
      return [...banner(ports, settings.dataDir, logDir), ...admin, '']
    },
  })
}

async function check(dataDir: string, runDir: string, ports: Record<string, number>): Promise<void> {
  checkDataFolder(dataDir)
  checkDataFolder(runDir)
  const ended = await clearLeftovers(runDir)
  if (ended > 0) line(`  ended ${ended} process(es) that an earlier start had left`)
  await checkPorts(ports)
}

async function migrateTo(url: string): Promise<string[]> {
  try {
    return await migrate(url)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ECONNREFUSED' && code !== 'ENOTFOUND' && code !== 'ETIMEDOUT') throw error
    throw new Fault(`The database at ${new URL(url).host} does not answer (${code}).`, [
      'Is DATABASE_URL right, and the server up? `npm run stack:up` starts one on this machine.',
    ])
  }
}

const tellMigrated = (applied: readonly string[]) =>
  applied.length === 0 ? 'current' : `applied ${applied.length}`

function banner(ports: Record<string, number>, dataDir: string, logDir: string): readonly string[] {
  const rows: [string, string][] = Object.entries(ports).map(([name, port]) => [name, httpUrl(port)])
  rows.push(['data', dataDir], ['logs', logDir], ['stop', 'Ctrl-C'])
  return ['', '  The cluster is up', '', ...rows.map(([name, value]) => `  ${name.padEnd(13)}${value}`), '']
}

import { join } from 'node:path'
import { Client } from 'pg'
import { claimFolder, letPostgresPass, makePrivateFolder } from '../start/data-folder.mjs'
import { root } from '../start/env.mjs'
import { checkPorts } from '../start/ports.mjs'
import { own } from '../start/processes.mjs'
import type { ServiceName, StackSettings } from './env.ts'
import { startKafka } from './kafka.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { runningServices, type StackService, type StackState, writeState } from './state.ts'

export interface Started {
  readonly state: StackState
  /** Those that were not running before. */
  readonly started: readonly ServiceName[]
}

interface Launch {
  readonly dataDir: string
  readonly logFile: string
  readonly port: number
  readonly detached: boolean
}
type Launcher = (launch: Launch) => Promise<{ pid: number; setting: string; value: string }>

const launchers: Readonly<Record<ServiceName, Launcher>> = {
  async kafka(launch) {
    const { pid, brokers } = await startKafka(launch)
    return { pid, setting: 'KAFKA_BROKERS', value: brokers }
  },
  async redis(launch) {
    const { pid, url } = await startRedis(launch)
    return { pid, setting: 'REDIS_URL', value: url }
  },
  async postgres(launch) {
    const { pid, url } = await startPostgres({ ...launch, settings: { max_connections: '300' } })
    return { pid, setting: 'DATABASE_URL', value: await ensureDatabase(url) }
  },
}

export const allServices: readonly ServiceName[] = ['kafka', 'redis', 'postgres']

/** Starts what does not run yet, all at once, and waits until each answers. Services outlive this process. */
export async function stackUp(
  settings: StackSettings,
  note: (text: string) => void = () => {},
  wanted: readonly ServiceName[] = allServices,
): Promise<Started> {
  const { folder, ports } = settings
  const logs = join(folder, 'logs')
  claimFolder(join(folder, '..'))
  for (const each of [folder, logs]) makePrivateFolder(each)
  letPostgresPass([root, join(folder, '..'), folder])
  let state = runningServices(folder)
  const absent = wanted.filter(name => !state[name])
  await checkPorts(Object.fromEntries(absent.map(name => [name, ports[name]])))
  const waiting = new Set<string>(absent)
  note(`waiting for ${[...waiting].join(', ')}`)
  const results = await Promise.allSettled(
    absent.map(async name => {
      const service = await startOne(name, settings)
      waiting.delete(name)
      if (waiting.size > 0) note(`waiting for ${[...waiting].join(', ')}`)
      state = { ...state, [name]: service }
      writeState(folder, state)
    }),
  )
  const failed = results.find(result => result.status === 'rejected')
  if (failed) throw failed.reason
  return { state, started: absent }
}

async function startOne(name: ServiceName, { folder, ports }: StackSettings): Promise<StackService> {
  const { pid, setting, value } = await launchers[name]({
    dataDir: join(folder, name),
    logFile: join(folder, 'logs', `${name}.log`),
    port: ports[name],
    detached: true,
  })
  return { ...own(pid), port: ports[name], setting, value }
}

/** The database `touchline` on the server of this URL; returns its own URL. */
async function ensureDatabase(serverUrl: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'touchline'")
    if (rowCount === 0) await client.query('create database touchline')
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = '/touchline'
  return url.href
}

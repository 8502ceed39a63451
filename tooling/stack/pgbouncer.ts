import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import {
  freePort,
  type RunningService,
  type RunOptions,
  runService,
  untilHealthy,
} from './service-process.ts'

export interface PgBouncerOptions extends RunOptions {
  readonly dataDir: string
  /** Of the PostgreSQL behind it, with user and password; it serves every database of that server. */
  readonly serverUrl: string
  readonly poolMode: 'session' | 'transaction' | 'statement'
  /** Server connections per user and database. Default 10. */
  readonly poolSize?: number
  /** Such as `{ ignore_startup_parameters: 'options' }`; PgBouncer's own defaults without. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface RunningPgBouncer extends RunningService {
  /** The same address as `url`, by way of the pooler. */
  pooled(url: string): string
}

/** A PgBouncer on a free port of 127.0.0.1 that asks for the server's own user and password. */
export async function startPgBouncer(options: PgBouncerOptions): Promise<RunningPgBouncer> {
  const dataDir = resolve(options.dataDir)
  const server = new URL(options.serverUrl)
  const port = await freePort()
  const configFile = join(dataDir, 'pgbouncer.ini')
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  const [user, password] = [server.username, server.password].map(decodeURIComponent)
  const usersFile = join(dataDir, 'users.txt')
  writeFileSync(usersFile, `"${user}" "${password}"\n`)
  writeFileSync(configFile, configOf(options, { server, port, usersFile }))
  // It refuses to run as root.
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const service = runService({
    command: 'pgbouncer',
    args: [configFile],
    stopSignal: 'SIGTERM',
    spawnOptions: asNobody,
    ...(options.detached === undefined ? {} : { detached: options.detached }),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  })
  const pooled = (url: string) => Object.assign(new URL(url), { port: String(port) }).toString()
  const probe = () => answers(pooled(options.serverUrl))
  await untilHealthy('PgBouncer', service, { timeoutMs: 10_000, logFile: options.logFile, probe })
  return { ...service, pooled }
}

interface Place {
  readonly server: URL
  readonly port: number
  readonly usersFile: string
}

function configOf(options: PgBouncerOptions, { server, port, usersFile }: Place): string {
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: usersFile,
    pool_mode: options.poolMode,
    default_pool_size: String(options.poolSize ?? 10),
    ...options.settings,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  return `[databases]\n* = host=${server.hostname} port=${server.port}\n[pgbouncer]\n${lines.join('\n')}\n`
}

/** Not by a statement: in statement mode even that would say nothing of the server behind it. */
async function answers(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  await client.connect()
  await client.end()
  return true
}

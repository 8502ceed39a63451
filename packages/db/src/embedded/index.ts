import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { run, unprivileged } from './run.ts'

export interface EmbeddedPostgres {
  /** Connects as the owner to the database `touchline`; loopback only, with a password made at first start. */
  readonly url: string
  readonly port: number
  /** Fast shutdown; resolves when the server has ended. */
  stop(): Promise<void>
}

/** Holds the server's URL while it runs, for commands run beside it; readable by the owner alone. */
export const embeddedUrlFile = (dataDir: string): string => join(resolve(dataDir), 'url')

/** The data folder is there but PostgreSQL can't run on it; the message says what to do. */
export class EmbeddedPostgresFailed extends Error {
  override readonly name = 'EmbeddedPostgresFailed'
}

const settings = [
  "listen_addresses='127.0.0.1'",
  'max_connections=200',
  'shared_buffers=256MB',
  'max_wal_size=4GB',
  'wal_compression=on',
  'checkpoint_timeout=15min',
  'autovacuum_naptime=15s',
  'log_min_messages=warning',
]

/**
 * Starts a real PostgreSQL in `dataDir`, made there at the first start. A server that an earlier process left
 * running on the folder is stopped first. Its log is `dataDir/server.log`, begun anew at each start.
 */
export async function startEmbeddedPostgres(options: {
  readonly dataDir: string
  /** Default: a free one. */
  readonly port?: number
}): Promise<EmbeddedPostgres> {
  const home = resolve(options.dataDir)
  const paths = {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    made: join(home, 'made'),
    log: join(home, 'server.log'),
  }
  const urlFile = embeddedUrlFile(home)
  const binaries = await findBinaries()
  const password = await prepareFolder(paths, binaries)
  await stopLeftover(paths.cluster, binaries)
  const port = options.port ?? (await freePort())
  await launch(paths, binaries, port)
  const url = `postgresql://touchline:${password}@127.0.0.1:${port}/touchline`
  await writeFile(urlFile, url, { mode: 0o600 })
  const stop = async () => {
    await rm(urlFile, { force: true })
    await run(binaries.pg_ctl, ['stop', '-D', paths.cluster, '-m', 'fast', '-w', '-t', '30'], home)
  }
  return { url, port, stop }
}

interface Paths {
  readonly home: string
  readonly cluster: string
  readonly password: string
  /** There once initdb has ended well: from then on the cluster is never made anew. */
  readonly made: string
  readonly log: string
}

async function prepareFolder(paths: Paths, binaries: PostgresBinaries): Promise<string> {
  await mkdir(paths.home, { recursive: true, mode: 0o700 })
  await chmod(paths.home, 0o700)
  if (unprivileged.uid !== undefined) await chown(paths.home, unprivileged.uid, unprivileged.gid ?? 0)
  if (existsSync(paths.made)) return (await readFile(paths.password, 'utf8')).trim()
  const password = randomBytes(24).toString('hex')
  await writeFile(paths.password, password, { mode: 0o600 })
  if (unprivileged.uid !== undefined) await chown(paths.password, unprivileged.uid, unprivileged.gid ?? 0)
  await chmod(paths.password, 0o600)
  // A folder that is not marked is what an interrupted initdb left.
  await rm(paths.cluster, { recursive: true, force: true })
  const flags = [
    '-U',
    'touchline',
    `--pwfile=${paths.password}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]
  const made = await run(binaries.initdb, ['-D', paths.cluster, ...flags], paths.home)
  if (made.code !== 0)
    throw new EmbeddedPostgresFailed(`could not create a database in ${paths.home}: ${made.output}`)
  await writeFile(paths.made, '')
  return password
}

async function stopLeftover(cluster: string, binaries: PostgresBinaries): Promise<void> {
  const status = await run(binaries.pg_ctl, ['status', '-D', cluster], cluster)
  if (status.code === 0)
    await run(binaries.pg_ctl, ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'], cluster)
}

async function launch(paths: Paths, binaries: PostgresBinaries, port: number): Promise<void> {
  await rm(paths.log, { force: true })
  const flags = [...settings, `port=${port}`, `unix_socket_directories=''`]
    .map(setting => `-c ${setting}`)
    .join(' ')
  const args = ['start', '-D', paths.cluster, '-l', paths.log, '-w', '-t', '60', '-o', flags]
  const started = await run(binaries.pg_ctl, args, paths.home)
  if (started.code === 0) return ensureDatabase(paths, port)
  const log = await readFile(paths.log, 'utf8').catch(() => started.output)
  throw new EmbeddedPostgresFailed(
    `PostgreSQL can't start on ${paths.cluster}. Restore a backup, or move the folder away to begin anew. ` +
      `It said: ${log.trim().split('\n').slice(-5).join(' | ')}`,
  )
}

async function ensureDatabase(paths: Paths, port: number): Promise<void> {
  const { Client } = await import('pg').then(module => module.default)
  const password = (await readFile(paths.password, 'utf8')).trim()
  const client = new Client({ host: '127.0.0.1', port, user: 'touchline', password, database: 'postgres' })
  await client.connect()
  const found = await client.query("select 1 from pg_database where datname = 'touchline'")
  if (found.rowCount === 0) await client.query('create database touchline')
  await client.end()
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolvePort(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

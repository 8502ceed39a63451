import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brokenDatabaseAdvice, checkDatabaseFolder } from './data-folder.mjs'
import { Fault } from './fault.mjs'
import { commandLine, end, isRunning, own } from './processes.mjs'

/** @typedef {import('./processes.mjs').OwnedProcess} OwnedProcess */
/** @typedef {{ start: OwnedProcess, children: readonly OwnedProcess[] }} RunState */

const runFile = (/** @type {string} */ dataDir) => join(dataDir, 'run.json')

/**
 * Ends what an earlier start left behind when it was killed.
 * @param {string} dataDir
 * @returns {Promise<number>} how many processes were ended
 * @throws {Fault} when that start is still at work
 */
export async function clearLeftovers(dataDir) {
  const state = readState(dataDir)
  if (state && isRunning(state.start)) {
    throw new Fault(`Touchline already runs on ${dataDir} (process ${state.start.pid}).`, [
      'Stop it by Ctrl-C in its terminal, or start a second one with its own TOUCHLINE_DATA and ports.',
    ])
  }
  const results = await Promise.all((state?.children ?? []).map(child => end(child, { group: true })))
  rmSync(runFile(dataDir), { force: true })
  return results.filter(result => result !== 'gone').length + (await endDatabases(dataDir))
}

/**
 * @param {string} dataDir
 * @returns {RunState | null}
 */
function readState(dataDir) {
  try {
    return JSON.parse(readFileSync(runFile(dataDir), 'utf8'))
  } catch {
    return null
  }
}

/**
 * @param {string} dataDir
 * @param {readonly OwnedProcess[]} children
 */
export function rememberRun(dataDir, children) {
  writeFileSync(runFile(dataDir), JSON.stringify({ start: own(process.pid), children }), { mode: 0o600 })
}

/** @param {string} dataDir */
export function forgetRun(dataDir) {
  rmSync(runFile(dataDir), { force: true })
}

const notOurs = new Set(['stack', 'logs'])

/**
 * @param {string} dataDir
 * @returns {string[]} the folders of embedded databases, whole or damaged; the stack's are not among them
 */
export function databaseFolders(dataDir) {
  if (!existsSync(dataDir)) return []
  return readdirSync(dataDir, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !notOurs.has(entry.name) && !entry.name.includes('.broken'))
    .flatMap(entry => [join(dataDir, entry.name), join(dataDir, entry.name, 'cluster')])
    .filter(folder => ['PG_VERSION', 'global', 'pg_wal'].some(name => isReadable(join(folder, name))))
}

/** @param {string} path */
function isReadable(path) {
  try {
    return existsSync(path)
  } catch {
    return false
  }
}

/**
 * Ends every PostgreSQL that runs on the data folder's own databases.
 * @param {string} dataDir
 * @returns {Promise<number>} how many
 */
export async function endDatabases(dataDir) {
  let count = 0
  for (const folder of databaseFolders(dataDir)) {
    const pid = postmasterOf(folder)
    if (pid !== null && (await end(own(pid), { signal: 'SIGINT', deadlineMs: 15_000 })) !== 'gone') count += 1
  }
  return count
}

/**
 * @param {string} folder
 * @returns {number | null} its running server
 */
function postmasterOf(folder) {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return pid > 1 && commandLine(pid).includes(folder) ? pid : null
}

/**
 * @param {string} dataDir
 * @throws {Fault} when a database there is damaged
 */
export function checkDatabases(dataDir) {
  for (const folder of databaseFolders(dataDir)) checkDatabaseFolder(folder)
}

const damage =
  /could not locate a valid checkpoint|invalid (primary )?checkpoint|database system identifier differs|pg_control|PANIC|EmbeddedPostgresFailed|PostgreSQL can't start|incompatible with server|could not open file|invalid page|could not read (block|file)/i

/**
 * @param {string} dataDir
 * @param {readonly string[]} words what a service said before it ended
 * @returns {readonly string[]} advice, when the words speak of a broken database
 */
export function adviceFor(dataDir, words) {
  if (!words.some(word => damage.test(word))) return []
  const folder = databaseFolders(dataDir)[0]
  return folder ? ['The database seems damaged.', ...brokenDatabaseAdvice(folder)] : []
}

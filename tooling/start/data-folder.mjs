import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './env.mjs'
import { Fault } from './fault.mjs'
import { markAsOurs, refuseForeignFolder } from './own-folder.mjs'

const neededMegabytes = 300

/**
 * Makes the data folder, closes it to other users, and checks that it can be used. One that others use is refused
 * before anything is changed.
 * @param {string} dataDir
 * @returns {readonly string[]} what was changed and should be told
 * @throws {Fault}
 */
export function checkDataFolder(dataDir) {
  const advice = ['Make it writable, or choose another with TOUCHLINE_DATA=/some/folder npm start']
  try {
    claimFolder(dataDir)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    if (error instanceof Fault) throw error
    const code = /** @type {NodeJS.ErrnoException} */ (error).code
    throw new Fault(
      `The data folder ${dataDir} ${reasons[code ?? ''] ?? `cannot be used (${code})`}.`,
      advice,
    )
  }
  const { bavail, bsize } = statfsSync(dataDir)
  const freeMegabytes = Math.floor((bavail * bsize) / 1_048_576)
  if (freeMegabytes < neededMegabytes) {
    throw new Fault(
      `${freeMegabytes} MB are free at ${dataDir}; Touchline needs at least ${neededMegabytes}.`,
      advice,
    )
  }
  return letPostgresPass([root, dataDir])
}

/**
 * A folder for this user alone, where there is none; those above it that are missing may be passed by others, whatever
 * the umask. One after the other: Node's own recursive mkdir closes them all, and never returns below a folder like
 * /proc.
 * @param {string} folder
 */
export function makeFolder(folder) {
  for (const step of above(folder)) {
    if (existsSync(step)) continue
    mkdirSync(step, { mode: 0o700 })
    if (step !== folder) chmodSync(step, 0o755)
  }
}

/**
 * Makes a folder of data where there is none, and closes it to other users, whatever it was before.
 * @param {string} folder
 */
export function makePrivateFolder(folder) {
  makeFolder(folder)
  closeToOthers(folder)
}

/**
 * Makes a folder ours: it is empty, or was ours before.
 * @param {string} folder
 * @throws {Fault} where others may use it
 */
export function claimFolder(folder) {
  refuseForeignFolder(folder)
  makePrivateFolder(folder)
  markAsOurs(folder)
}

/** Whom PostgreSQL runs as where everything else runs as root; see packages/db and tooling/stack. */
const nobody = 65_534

/**
 * Whatever the umask was when it was made: 0700. Root's folder is 0710 for the group of PostgreSQL's user alone, who
 * may pass through it and see nothing.
 * @param {string} folder
 */
function closeToOthers(folder) {
  const { uid, mode } = statSync(folder)
  if (uid !== process.getuid?.()) return
  if (uid === 0) chownSync(folder, 0, nobody)
  const closed = uid === 0 ? 0o710 : 0o700
  if ((mode & 0o777) !== closed) chmodSync(folder, closed)
}

/** @type {Readonly<Record<string, string>>} */
const reasons = {
  EACCES: 'is not writable for this user',
  EPERM: 'is not writable for this user',
  EROFS: 'is on a read-only file system',
  ENOENT: 'cannot be made there',
  ENOTDIR: 'cannot be made: part of its path is a file',
  EEXIST: 'is a file, not a folder',
  ENOSPC: 'is on a full disk',
}

/**
 * PostgreSQL refuses to run as root, so root runs it as a user without rights, who must be able to pass
 * through every folder above its program and its data. A closed one is opened for passing (not for reading)
 * where it is one of the project's own, or in it, or a temporary folder.
 * @param {readonly string[]} folders of the project
 * @returns {readonly string[]} a line for each folder that was opened
 * @throws {Fault} where another folder above them is closed
 */
export function letPostgresPass(folders) {
  if (process.getuid?.() !== 0) return []
  const opened = []
  for (const closed of new Set(folders.flatMap(above).filter(isClosed))) {
    if (!folders.some(own => isWithin(own, closed)) && !closed.startsWith(`${tmpdir()}/`)) {
      throw new Fault(`PostgreSQL does not run as root, and other users cannot enter ${closed}.`, [
        `Let them pass through it (chmod o+x ${closed}), or work as an ordinary user,`,
        'or keep the project and TOUCHLINE_DATA in folders that others may enter.',
      ])
    }
    chmodSync(closed, (statSync(closed).mode & 0o7777) | 0o011)
    opened.push(`others may now pass through ${closed}, so that PostgreSQL's user can reach its files`)
  }
  return opened
}

/**
 * @param {string} folder
 * @returns {string[]} the folder and all above it
 */
const above = folder => (dirname(folder) === folder ? [folder] : [...above(dirname(folder)), folder])

/**
 * @param {string} folder
 * @param {string} inner
 */
const isWithin = (folder, inner) => inner === folder || inner.startsWith(`${folder}/`)

/** @param {string} folder */
function isClosed(folder) {
  if (!existsSync(folder)) return false
  const { gid, mode } = statSync(folder)
  return (mode & (gid === nobody ? 0o011 : 0o001)) === 0
}

const supportedMajor = '18'

/**
 * @param {string} databaseDir
 * @throws {Fault} when what is there is no database of ours
 */
export function checkDatabaseFolder(databaseDir) {
  const versionFile = join(databaseDir, 'PG_VERSION')
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : ''
  if (version !== supportedMajor) {
    const found = /^\d+$/.test(version)
      ? `belongs to PostgreSQL ${version}; this is ${supportedMajor}`
      : 'is damaged'
    throw new Fault(`The database in ${databaseDir} ${found}.`, brokenDatabaseAdvice(databaseDir))
  }
  const missing = ['global/pg_control', 'pg_wal', 'base'].filter(name => !existsSync(join(databaseDir, name)))
  if (missing.length > 0) {
    throw new Fault(
      `The database in ${databaseDir} is damaged: ${missing.join(', ')} is missing.`,
      brokenDatabaseAdvice(databaseDir),
    )
  }
}

/** @param {string} databaseDir */
export const brokenDatabaseAdvice = databaseDir => [
  'To start afresh and keep what is there for inspection:',
  `  mv ${databaseDir} ${databaseDir}.broken`,
]

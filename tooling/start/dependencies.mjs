import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runCommand } from './command.mjs'
import { npmCommand, root } from './env.mjs'
import { Fault } from './fault.mjs'

const lockFile = join(root, 'package-lock.json')
const installedLockFile = join(root, 'node_modules/.package-lock.json')
const ourNode = join(root, 'node_modules/.bin/node')
const installTimeoutMs = 600_000

/** @param {readonly string[]} texts */
export const digest = texts => {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}:`).update(text)
  return hash.digest('hex')
}

/** @param {string} name @returns {string} the file that remembers what a step was last done for */
const markerPath = name => join(root, 'node_modules/.touchline', `${name}.sha256`)

/**
 * @param {string} name
 * @param {string} value
 */
export const isMarked = (name, value) =>
  existsSync(markerPath(name)) && readFileSync(markerPath(name), 'utf8') === value

/**
 * @param {string} name
 * @param {string} value
 */
export function mark(name, value) {
  mkdirSync(dirname(markerPath(name)), { recursive: true })
  writeFileSync(markerPath(name), value)
}

/** @returns {boolean} whether what package-lock.json asks for is installed */
export function isInstalled() {
  if (!existsSync(ourNode)) return false
  const wanted = readFileSync(lockFile, 'utf8')
  if (isMarked('lock', digest([wanted]))) return true
  if (!existsSync(installedLockFile) || !matches(wanted, readFileSync(installedLockFile, 'utf8')))
    return false
  mark('lock', digest([wanted]))
  return true
}

/**
 * @param {string} wanted text of package-lock.json
 * @param {string} installed text of npm's own record in node_modules
 * @returns {boolean} whether each package is there in its version; those for other platforms may be absent
 */
export function matches(wanted, installed) {
  const has = JSON.parse(installed).packages ?? {}
  return Object.entries(/** @type {Record<string, LockEntry>} */ (JSON.parse(wanted).packages ?? {})).every(
    ([path, entry]) =>
      !path.startsWith('node_modules/') ||
      (has[path] ? has[path].version === entry.version : entry.optional === true || entry.peer === true),
  )
}
/** @typedef {{ version?: string, optional?: boolean, peer?: boolean }} LockEntry */

/**
 * @param {{ log: import('./log-file.mjs').LogFile, note: (text: string) => void, signal: AbortSignal }} run
 */
export async function installDependencies({ log, note, signal }) {
  note('npm ci')
  await runCommand({
    title: 'Installing dependencies (npm ci)',
    line: [...npmCommand(), 'ci', '--no-audit', '--no-fund', '--loglevel=warn'],
    env: { npm_config_progress: 'false', NODE_ENV: 'development' },
    timeoutMs: installTimeoutMs,
    log,
    signal,
  })
  if (!existsSync(ourNode)) {
    throw new Fault('npm ci ended well, but node_modules/.bin/node is not there.', [
      'Its install scripts may be switched off: run `npm config set ignore-scripts false` and start again.',
    ])
  }
  mark('lock', digest([readFileSync(lockFile, 'utf8')]))
}

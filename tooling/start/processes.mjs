import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * A process that we may end later. Its identity is its start time (and the boot it was in), so that a pid
 * that the system has since given to somebody else is never signalled. A process may retitle itself.
 * @typedef {{ readonly pid: number, readonly identity: string }} OwnedProcess
 */

/**
 * @param {number} pid
 * @returns {string | null} what tells this process from a later one with the same pid; null when it is gone
 */
export function identify(pid) {
  if (process.platform !== 'linux') return fromPs(pid, 'lstart=')
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? null : `${fields[18]} ${bootId()}`
  } catch {
    return null
  }
}

const bootId = () => readOrEmpty('/proc/sys/kernel/random/boot_id').trim()

/**
 * @param {number} pid
 * @returns {string} the command line with single spaces; empty when it cannot be read
 */
export function commandLine(pid) {
  if (process.platform !== 'linux') return fromPs(pid, 'command=') ?? ''
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .replace(/[\0\s]+/g, ' ')
      .trim()
  } catch {
    return ''
  }
}

/**
 * @param {number} pid
 * @returns {OwnedProcess}
 */
export const own = pid => ({ pid, identity: identify(pid) ?? 'gone' })

/** @param {OwnedProcess} owned */
export const isRunning = owned => identify(owned.pid) === owned.identity

/**
 * Asks by `signal`, waits, then insists with SIGKILL. Does nothing to a pid that is no longer ours.
 * @param {OwnedProcess} owned
 * @param {{ signal?: NodeJS.Signals, deadlineMs?: number, group?: boolean }} [how] `group` extends SIGKILL to its process group
 * @returns {Promise<'gone' | 'ended' | 'killed'>}
 */
export async function end(owned, { signal = 'SIGTERM', deadlineMs = 10_000, group = false } = {}) {
  if (!isRunning(owned)) return 'gone'
  send(owned.pid, signal)
  if (await untilGone(owned, deadlineMs)) return 'ended'
  if (!isRunning(owned)) return 'ended'
  if (group) send(-owned.pid, 'SIGKILL')
  send(owned.pid, 'SIGKILL')
  await untilGone(owned, 5_000)
  return 'killed'
}

/**
 * @param {OwnedProcess} owned
 * @param {number} deadlineMs
 */
async function untilGone(owned, deadlineMs) {
  const startedAt = performance.now()
  while (isRunning(owned)) {
    if (performance.now() - startedAt > deadlineMs) return false
    await delay(30)
  }
  return true
}

/**
 * @param {number} pid negative for a process group
 * @param {NodeJS.Signals} signal
 */
export function send(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself between the check and the signal.
  }
}

/**
 * @param {number} port
 * @returns {number | null} the pid that listens on this TCP port, where the system lets us see it
 */
export function listenerOf(port) {
  if (process.platform !== 'linux') {
    const pid = Number(run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'])?.split('\n')[0])
    return pid > 0 ? pid : null
  }
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(path => listeningInodes(path, port))
  return sockets.length === 0 ? null : holderOf(new Set(sockets.map(inode => `socket:[${inode}]`)))
}

/**
 * @param {string} path
 * @param {number} port
 */
function listeningInodes(path, port) {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return (readOrEmpty(path).split('\n').slice(1) ?? [])
    .map(row => row.trim().split(/\s+/))
    .filter(cells => cells[1]?.endsWith(suffix) && cells[3] === '0A')
    .map(cells => cells[9])
}

/** @param {ReadonlySet<string>} links */
function holderOf(links) {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const fds = readdirSync(`/proc/${pid}/fd`)
      if (fds.some(fd => links.has(linkOrEmpty(`/proc/${pid}/fd/${fd}`)))) return Number(pid)
    } catch {
      // Another user's process, or one that just ended.
    }
  }
  return null
}

/** @param {string} path */
function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** @param {string} path */
function linkOrEmpty(path) {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

/**
 * @param {number} pid
 * @param {string} columns
 */
const fromPs = (pid, columns) => run('ps', ['-o', columns, '-p', String(pid)])?.trim() || null

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 3_000,
    })
  } catch {
    return null
  }
}

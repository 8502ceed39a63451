import { spawn } from 'node:child_process'
import { childEnv, root } from './env.mjs'
import { Fault } from './fault.mjs'
import { createTail, plain, splitLines } from './lines.mjs'
import { send } from './processes.mjs'

const shownLines = 15
const complaint = /\berror\b(?!\s*$)|\bfailed\b|⨯/i

/**
 * @typedef {object} Command
 * @property {string} title what a person calls it
 * @property {readonly string[]} line program and arguments
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string>>} [env]
 * @property {number} timeoutMs
 * @property {import('./log-file.mjs').LogFile} [log]
 * @property {(line: string) => void} [onLine]
 * @property {AbortSignal} [signal]
 * @property {boolean} [follows] whether it is one of Node's that loads lifeline.mjs, and so ends when we are killed
 */

/**
 * Runs a program to its end, in its own process group so that it can be ended whole.
 * @param {Command} command
 * @returns {Promise<string[]>} its last 40 lines
 * @throws {Fault} with its last lines, when it fails, cannot be started, or takes too long
 */
export async function runCommand({
  title,
  line,
  cwd = root,
  env = {},
  timeoutMs,
  log,
  onLine,
  signal,
  follows,
}) {
  signal?.throwIfAborted()
  const [program = '', ...args] = line
  const tail = createTail(40)
  /** @type {string[]} */
  const complaints = []
  const child = spawn(program, args, {
    cwd,
    env: childEnv(env),
    stdio: ['ignore', 'pipe', 'pipe', ...(follows ? [/** @type {const} */ ('ipc')] : [])],
    detached: true,
  })
  const hear = splitLines(text => {
    tail.push(plain(text))
    if (complaints.length < shownLines && complaint.test(text)) complaints.push(plain(text))
    onLine?.(plain(text))
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', chunk => {
      log?.write(chunk)
      hear(chunk)
    })
  }
  const stop = () => child.pid && send(-child.pid, 'SIGKILL')
  let late = false
  const timer = setTimeout(() => {
    late = true
    stop()
  }, timeoutMs)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const code = await ended(child, title, program)
    signal?.throwIfAborted()
    if (code === 0) return tail.lines()
    throw failure(
      title,
      late ? `took more than ${Math.round(timeoutMs / 1_000)} s` : `ended with ${code}`,
      complaints.length > 0 ? complaints : tail.lines(),
      log,
    )
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} title
 * @param {string} program
 * @returns {Promise<number | NodeJS.Signals | null>}
 */
function ended(child, title, program) {
  return new Promise((resolve, reject) => {
    child.once('error', error => {
      const missing = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT'
      reject(new Fault(`${title}: ${missing ? `the program "${program}" was not found` : error.message}.`))
    })
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
}

/**
 * @param {string} title
 * @param {string} what
 * @param {string[]} lines
 * @param {import('./log-file.mjs').LogFile} [log]
 */
function failure(title, what, lines, log) {
  return new Fault(`${title} ${what}.`, [
    ...lines.slice(-shownLines),
    ...(log ? [`All of it: ${log.path}`] : []),
  ])
}

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { childEnv, lifeline, root } from './env.mjs'
import { splitLines } from './lines.mjs'
import { openLogFile } from './log-file.mjs'
import { createListener } from './problems.mjs'
import { end, own, send } from './processes.mjs'

/**
 * @typedef {object} Service a process of the house
 * @property {string} name
 * @property {readonly string[]} args for our Node
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string>>} env beside what this process was given
 * @property {readonly string[]} readyUrls which answer 200 once it works
 * @property {number} stopWithinMs after which it is killed
 */

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Ending */

/**
 * Starts a service in its own process group, so that Ctrl-C reaches it only through us, in order.
 * @param {Service} service
 * @param {string} logDir
 */
export function startService(service, logDir) {
  const log = openLogFile(join(logDir, `${service.name}.log`))
  const listener = createListener(service.name, log.path)
  const child = spawn(join(root, 'node_modules/.bin/node'), [...lifeline, ...service.args], {
    cwd: service.cwd ?? root,
    env: childEnv(service.env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
  for (const stream of [child.stdout, child.stderr]) {
    const hear = splitLines(listener.hear)
    stream?.on('data', chunk => {
      log.write(chunk)
      hear(chunk)
    })
  }
  /** @type {Ending | null} */
  let ending = null
  /** @type {Promise<Ending>} */
  const ended = new Promise(resolve => {
    const settle = (/** @type {Ending} */ how) => {
      ending ??= how
      log.close()
      resolve(ending)
    }
    child.once('error', error => {
      listener.hear(`cannot be started: ${error.message}`)
      settle({ code: 1, signal: null })
    })
    child.once('close', (code, signal) => settle({ code, signal }))
    // A grandchild may hold the pipes open after the service itself has ended.
    child.once('exit', (code, signal) => setTimeout(() => settle({ code, signal }), 1_000).unref())
  })
  const owned = own(child.pid ?? -1)
  return {
    service,
    owned,
    logPath: log.path,
    ended,
    hasEnded: () => ending !== null,
    lastWords: listener.lastWords,
    /** Asks, waits, insists; its whole process group is gone afterwards. */
    async stop() {
      const result = await end(owned, { deadlineMs: service.stopWithinMs, group: true })
      if (result !== 'gone') await ended
      return result
    },
    kill() {
      if (!ending) send(-owned.pid, 'SIGKILL')
    },
  }
}

/** @typedef {ReturnType<typeof startService>} RunningService */

import { startService } from './child.mjs'
import { Fault } from './fault.mjs'
import { adviceFor, endDatabases, forgetRun, rememberRun } from './leftovers.mjs'
import { untilReady } from './ready.mjs'
import { line, phase, yellow } from './terminal.mjs'

/** @typedef {import('./child.mjs').Service} Service */
/** @typedef {import('./child.mjs').RunningService} RunningService */

const readyWithinMs = 120_000

/**
 * Runs services until they are asked to stop. Phases: start all; wait until each is ready; tell; wait for
 * the signal or for the first that ends by itself; stop all, the last started first; end their databases.
 * @param {object} house
 * @param {string} house.title
 * @param {readonly Service[]} house.services in the order in which they start
 * @param {string} house.dataDir
 * @param {string} house.logDir
 * @param {() => Promise<readonly string[]>} house.banner what to say once all are ready
 * @param {AbortSignal} house.signal asks to stop
 * @param {AbortSignal} house.hurry asks to stop at once, by SIGKILL
 * @throws {Fault} when one ends by itself, or does not become ready
 */
export async function runHouse({ title, services, dataDir, logDir, banner, signal, hurry }) {
  const running = services.map(service => startService(service, logDir))
  hurry.addEventListener('abort', () => running.forEach(service => void service.kill()), { once: true })
  rememberRun(
    dataDir,
    running.map(({ owned }) => owned),
  )
  const died = Promise.race(running.map(service => service.ended.then(ending => ({ service, ending }))))
  try {
    await phase(title, note => becomeReady(running, died, { note, signal, dataDir }))
    for (const text of await banner()) line(text)
    const first = await Promise.race([died, aborted(signal)])
    if (first && !signal.aborted) throw endedByItself(first, dataDir)
  } finally {
    await stopAll(running, dataDir)
  }
}

/** @typedef {Promise<{ service: RunningService, ending: import('./child.mjs').Ending }>} Death */

/**
 * @param {readonly RunningService[]} running
 * @param {Death} died
 * @param {{ note: (text: string) => void, signal: AbortSignal, dataDir: string }} options
 */
async function becomeReady(running, died, { note, signal, dataDir }) {
  const stop = new AbortController()
  const urls = running.flatMap(({ service }) => service.readyUrls)
  /** @type {readonly string[]} */
  let left = urls
  const timeout = setTimeout(() => stop.abort('late'), readyWithinMs)
  const both = AbortSignal.any([signal, stop.signal])
  try {
    const ready = untilReady(urls, {
      signal: both,
      onWaiting: waiting => {
        left = waiting
        note(`waiting for ${waiting.map(url => new URL(url).host).join(', ')}`)
      },
    })
    const first = await Promise.race([ready, died])
    if (first) throw endedByItself(first, dataDir)
  } catch (error) {
    if (stop.signal.aborted && !signal.aborted) throw notReady(running, left)
    throw error
  } finally {
    clearTimeout(timeout)
    stop.abort()
  }
}

/**
 * @param {readonly RunningService[]} running
 * @param {readonly string[]} left
 */
function notReady(running, left) {
  const late = running.filter(({ service }) => service.readyUrls.some(url => left.includes(url)))
  return new Fault(
    `Not ready after ${readyWithinMs / 1_000} s: ${left.join(', ')}`,
    late.flatMap(({ service, lastWords, logPath }) => [
      `${service.name} said last (${logPath}):`,
      ...lastWords().map(word => `  ${word.slice(0, 400)}`),
    ]),
  )
}

/**
 * @param {Awaited<Death>} death
 * @param {string} dataDir
 */
function endedByItself({ service, ending }, dataDir) {
  const words = service.lastWords()
  const how = ending.signal ? `was ended by ${ending.signal}` : `ended by itself with code ${ending.code}`
  return new Fault(`${service.service.name} ${how}; stopping the rest.`, [
    ...words.map(word => word.slice(0, 600)),
    ...adviceFor(dataDir, words),
    `Its log: ${service.logPath}`,
  ])
}

/**
 * @param {readonly RunningService[]} running
 * @param {string} dataDir
 */
async function stopAll(running, dataDir) {
  await phase('Stopping', async note => {
    for (const service of [...running].reverse()) {
      note(service.service.name)
      const result = await service.stop()
      if (result === 'killed')
        line(`${yellow('!')} ${service.service.name} did not stop in time and was killed`)
    }
    note('database')
    await endDatabases(dataDir)
    forgetRun(dataDir)
  })
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function aborted(signal) {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

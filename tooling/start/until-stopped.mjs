import { describe } from './fault.mjs'
import { listenForSignals } from './signals.mjs'
import { outliveTerminal, problem } from './terminal.mjs'

/**
 * @typedef {object} Run
 * @property {AbortSignal} signal asks to stop
 * @property {AbortSignal} hurry asks to stop at once
 * @property {() => void} up to be called once all is up
 */

/**
 * Runs what lasts until it is asked to stop.
 * @param {(run: Run) => Promise<void>} work
 * @param {{ underNpm: boolean }} options
 * @returns {Promise<number>} the exit code: 0 when it was asked to stop, 130 when that was before it was up, 1
 *   when it failed, which is then told on standard error
 */
export async function untilStopped(work, { underNpm }) {
  outliveTerminal()
  const { stop, hurry } = listenForSignals({ followLauncher: underNpm })
  let wasUp = false
  const up = () => {
    wasUp = true
  }
  try {
    await work({ signal: stop, hurry, up })
    return 0
  } catch (error) {
    if (stop.aborted) return wasUp ? 0 : 130
    problem(describe(error))
    return 1
  }
}

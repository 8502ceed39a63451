import { wantsColour } from './env.mjs'

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const spinnerIntervalMs = 120
const heartbeatIntervalMs = 5_000

/** @param {number} startedAt milliseconds of `performance.now()` */
export const elapsed = startedAt => {
  const seconds = (performance.now() - startedAt) / 1_000
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`
}

/** @param {string} code */
const paint = code => (/** @type {string} */ text) =>
  wantsColour() ? `\u001b[${code}m${text}\u001b[0m` : text
export const green = paint('32')
export const red = paint('31')
export const yellow = paint('33')
export const dim = paint('2')
export const bold = paint('1')

/** @param {string} text */
export function line(text) {
  process.stdout.write(`${clearLine()}${text}\n`)
}

/** @param {string} text */
export function problem(text) {
  process.stderr.write(`${clearLine()}${red('✗')} ${text}\n`)
}

/** A closed terminal must not end us before we have ended what we started. */
export function outliveTerminal() {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}

/**
 * Runs one phase and shows that it is alive: a spinner on a terminal, a line every 5 s elsewhere.
 * @template T
 * @param {string} title
 * @param {(note: (text: string) => void) => Promise<T>} work `note` says what is going on just now
 * @param {(result: T) => string} [outcome] what to say beside the title at the end
 * @returns {Promise<T>}
 */
export async function phase(title, work, outcome = () => '') {
  const startedAt = performance.now()
  let noted = ''
  let turn = 0
  const live = process.stdout.isTTY === true
  const show = () => {
    const text = `${title} ${dim(`${elapsed(startedAt)}${noted && ` · ${noted}`}`)}`
    if (live) process.stdout.write(`${clearLine()}${spinner[turn++ % spinner.length]} ${cut(text)}`)
    else process.stdout.write(`  ${title}: ${elapsed(startedAt)}${noted && `, ${noted}`}\n`)
  }
  const timer = setInterval(show, live ? spinnerIntervalMs : heartbeatIntervalMs)
  try {
    const result = await work(text => {
      noted = text
    })
    const said = outcome(result)
    line(`${green('✓')} ${title}${said && `: ${said}`} ${dim(`(${elapsed(startedAt)})`)}`)
    return result
  } catch (error) {
    line(`${red('✗')} ${title} ${dim(`(${elapsed(startedAt)})`)}`)
    throw error
  } finally {
    clearInterval(timer)
  }
}

function clearLine() {
  return process.stdout.isTTY ? '\r\u001b[2K' : ''
}

/** @param {string} text one line, cut so that a narrow terminal does not wrap it */
function cut(text) {
  const width = (process.stdout.columns || 80) + (wantsColour() ? 8 : 0) - 3
  return text.length > width ? `${text.slice(0, width - 1)}…` : text
}

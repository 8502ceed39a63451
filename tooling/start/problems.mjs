import { createTail, plain } from './lines.mjs'
import { line, yellow } from './terminal.mjs'

const errorLevel = 50
const shownPerWindow = 5
const windowMs = 10_000

/**
 * A log line in plain words, with how grave it is.
 * @param {string} text one line of JSON from the logger, or any other line
 * @returns {{ text: string, grave: boolean }}
 */
export function readLogLine(text) {
  const entry = parse(text)
  if (entry === null) return { text: plain(text), grave: false }
  const service = typeof entry.service === 'string' ? `${entry.service}: ` : ''
  const cause =
    entry.err?.message && entry.err.message !== entry.msg ? ` (${firstLine(entry.err.message)})` : ''
  return { text: `${service}${entry.msg ?? ''}${cause}`, grave: Number(entry.level) >= errorLevel }
}

/**
 * @param {string} text
 * @returns {{ level?: number, msg?: string, service?: string, err?: { message?: string } } | null}
 */
function parse(text) {
  if (!text.startsWith('{')) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const firstLine = (/** @type {string} */ text) => text.split('\n')[0]

/**
 * Listens to a service's output: remembers its last words, and shows errors, at most 5 in 10 s.
 * @param {string} name
 * @param {string} logPath
 */
export function createListener(name, logPath) {
  const errors = createTail(8)
  const all = createTail(12)
  let shown = 0
  let windowStart = 0
  const show = (/** @type {string} */ text) => {
    const now = performance.now()
    if (now - windowStart > windowMs) [windowStart, shown] = [now, 0]
    shown += 1
    if (shown <= shownPerWindow) line(`${yellow('!')} ${text.slice(0, 300)}`)
    else if (shown === shownPerWindow + 1) line(`${yellow('!')} ${name}: more of the same, see ${logPath}`)
  }
  return {
    /** @param {string} text */
    hear(text) {
      const entry = readLogLine(text)
      all.push(entry.text)
      if (!entry.grave) return
      errors.push(entry.text)
      show(entry.text.startsWith(name) ? entry.text : `${name}: ${entry.text}`)
    },
    /** What it said last that tells why it ended: its errors, else its last lines. */
    lastWords: () => (errors.lines().length > 0 ? errors.lines() : all.lines()),
  }
}

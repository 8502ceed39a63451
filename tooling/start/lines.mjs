import { stripVTControlCharacters } from 'node:util'

const longestLineBytes = 64 * 1024

/**
 * Splits a stream of text into lines and hands each on; a line past 64 KiB is cut there.
 * @param {(line: string) => void} onLine
 */
export function splitLines(onLine) {
  let rest = ''
  return (/** @type {Buffer | string} */ chunk) => {
    const lines = (rest + chunk.toString()).split(/\r?\n/)
    rest = (lines.pop() ?? '').slice(0, longestLineBytes)
    for (const line of lines) onLine(line.slice(0, longestLineBytes))
  }
}

/**
 * The last `limit` lines said, for the moment when something fails.
 * @param {number} limit
 */
export function createTail(limit) {
  /** @type {string[]} */
  const lines = []
  return {
    /** @param {string} line */
    push(line) {
      if (line.trim() === '') return
      lines.push(line)
      if (lines.length > limit) lines.shift()
    },
    lines: () => [...lines],
  }
}

/** @param {string} text with the colours that a tool may have put in */
export const plain = text => stripVTControlCharacters(text)

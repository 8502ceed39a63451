/** An expected end: the message says what is wrong, `advice` what to do about it. Printed without a stack. */
export class Fault extends Error {
  /**
   * @param {string} message
   * @param {readonly string[]} [advice]
   */
  constructor(message, advice = []) {
    super(message)
    this.name = 'Fault'
    this.advice = advice
  }
}

/**
 * @param {unknown} error
 * @returns {string} what a person reads: a fault in plain words, anything else with its stack
 */
export function describe(error) {
  if (error instanceof Fault) return [error.message, ...error.advice.map(line => `  ${line}`)].join('\n')
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

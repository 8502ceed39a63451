import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

const betweenMs = 150
const answerWithinMs = 3_000

/**
 * @param {string} url
 * @returns {Promise<boolean>} whether it answers with 2xx or 3xx
 */
export function answers(url) {
  return new Promise(resolve => {
    const request = get(url, { timeout: answerWithinMs, agent: false }, response => {
      response.resume()
      const status = response.statusCode ?? 500
      resolve(status >= 200 && status < 400)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
    request.on('close', () => resolve(false))
  })
}

/**
 * @param {readonly string[]} urls
 * @param {{ signal: AbortSignal, onWaiting: (left: readonly string[]) => void }} options
 * @returns {Promise<void>} once each has answered; rejects when the signal is aborted
 */
export async function untilReady(urls, { signal, onWaiting }) {
  let left = [...urls]
  while (true) {
    signal.throwIfAborted()
    const results = await Promise.all(left.map(answers))
    left = left.filter((_, index) => !results[index])
    if (left.length === 0) return
    onWaiting(left)
    await delay(betweenMs, undefined, { signal })
  }
}

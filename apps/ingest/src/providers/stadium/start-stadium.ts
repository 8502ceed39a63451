import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { bytesId } from '@touchline/contracts/identity'
import { continueTrace } from '@touchline/telemetry'
import { pause } from '../../backoff.ts'
import { createAnsweredClock } from '../../clock-skew/answered-clock.ts'
import { fetchSource } from '../http-source.ts'
import { keepPace } from '../pace.ts'
import { addressBelow, type Endpoint } from '../provider-name.ts'
import { notJson } from '../read-json.ts'
import type { RunningSource, SourceContext } from '../running-source.ts'
import { SourceFailure } from '../source-failure.ts'
import { startSourceLoop } from '../source-loop.ts'
import { nextTick } from './fixed-rate.ts'
import { parsePoll } from './parse-poll.ts'

/**
 * Polls one stadium at a fixed rate over one connection: poll, judge and append, move the cursor, wait for the
 * next tick, or longer while sensors are over their rate. The cursor moves only once its readings stand in the log.
 */
export function startStadium(stadium: Endpoint, context: SourceContext): RunningSource {
  const { limits, accounts } = context
  const poll = createPoll(stadium, context)
  const work = async (signal: AbortSignal, progress: () => void) => {
    let dueMs = performance.now()
    while (!signal.aborted) {
      await poll.once(signal)
      progress()
      const tick = nextTick(dueMs, performance.now(), limits.pollIntervalMs)
      dueMs = tick.dueMs
      if (tick.skipped > 0) accounts.ticksSkipped(stadium.id, tick.skipped)
      await pause(dueMs - performance.now(), signal)
      if (await keepPace('sensor', stadium.id, context, signal)) dueMs = performance.now()
    }
  }
  const running = startSourceLoop({ source: 'sensor', provider: stadium.id, work }, context)
  return { ...running, stop: () => running.stop().then(poll.end) }
}

function createPoll(stadium: Endpoint, { door, cursors, limits, buckets, clocks }: SourceContext) {
  const clock = createAnsweredClock(clocks, { source: 'sensor', provider: stadium.id })
  const agentOptions = { keepAlive: true, maxSockets: 1 }
  const agent = stadium.url.startsWith('https:') ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions)
  const cursorKey = `stadium:${stadium.id}`
  let cursor: string | undefined
  let lastUnreadable = ''

  const reportUnreadable = async (body: Buffer) => {
    const bytes = body.subarray(0, limits.deadLetterBytes)
    const id = bytesId(stadium.id, bytes)
    if (id === lastUnreadable) return
    const arrival = { source: 'sensor', provider: stadium.id, traceparent: continueTrace(undefined) } as const
    const rawOf = () => ({ bytes, damage: notJson })
    await door.accept({ ...arrival, items: [undefined], rawOf, placeOf: () => `${cursor ?? ''}#answer` })
    lastUnreadable = id
  }

  const once = async (signal: AbortSignal): Promise<void> => {
    cursor ??= await cursors.load(cursorKey)
    const url = addressBelow(stadium, 'readings', { after: cursor, limit: String(limits.pollReadings) })
    const { pollTimeoutMs: timeoutMs, pollBytes: maxBytes } = limits
    const request = { url, agent, signal, accept: 'application/json', timeoutMs, maxBytes }
    const body = await fetchSource({ ...request, onHead: clock.read })
    const answer = parsePoll(body, limits.deadLetterBytes)
    if (!answer) {
      await reportUnreadable(body)
      throw new SourceFailure('malformed', 'the answer is not { cursor, readings }')
    }
    if (answer.readings.length > 0) {
      const traceparent = continueTrace(undefined)
      const { readings: items, rawOf } = answer
      const placeOf = (index: number) => `${cursor ?? ''}#${index}`
      const who = { source: 'sensor', provider: stadium.id, traceparent } as const
      await door.accept({ ...who, items, rawOf, placeOf, skewMs: clock.skewMs() })
      buckets.sensor.take(items.length)
    }
    if (answer.cursor === '' || answer.cursor === cursor) return
    cursor = answer.cursor
    await cursors.save(cursorKey, cursor)
  }
  return { once, end: () => agent.destroy() }
}

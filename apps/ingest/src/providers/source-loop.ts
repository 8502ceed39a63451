import { fullJitterMs, pause } from '../backoff.ts'
import type { RunningSource, SourceContext } from './running-source.ts'
import { reasonOf } from './source-failure.ts'

export interface SourceLoop {
  readonly source: RunningSource['source']
  readonly provider: string
  /** Works until the signal aborts, or rejects; `progress` tells that the source just kept to its protocol. */
  work(signal: AbortSignal, progress: () => void): Promise<void>
}

/** Runs a source's work for ever: after each failure a wait with full jitter, shortest again after progress. */
export function startSourceLoop(loop: SourceLoop, context: SourceContext): RunningSource {
  const { source, provider } = loop
  const { accounts, limits, logger } = context
  const backoff = { baseMs: limits.backoffBaseMs, capMs: limits.backoffCapMs }
  const stopping = new AbortController()
  let failures = 0
  let healthy = false
  let heardAt = performance.now()

  const progress = () => {
    if (!healthy) logger.info({ source, provider }, 'source is healthy')
    healthy = true
    failures = 0
    heardAt = performance.now()
  }
  const failed = (error: unknown) => {
    const reason = reasonOf(error)
    accounts.sourceFailed(source, provider, reason)
    if (failures === 0) logger.warn({ source, provider, reason, err: error }, 'source failed: trying again')
    healthy = false
  }
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await loop.work(stopping.signal, progress)
      } catch (error) {
        if (stopping.signal.aborted) return
        failed(error)
      }
      await pause(fullJitterMs(failures++, backoff), stopping.signal)
    }
  }
  const running = run()
  return {
    source,
    provider,
    healthy: () => healthy,
    silentSeconds: () => (performance.now() - heardAt) / 1_000,
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

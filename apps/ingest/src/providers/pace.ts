import type { Source } from '@touchline/contracts'
import { pause } from '../backoff.ts'
import type { SourceContext } from './running-source.ts'

/**
 * Waits until the source's bucket is out of debt; true if it had to. What a source has handed over is taken whole
 * and paid for afterwards, so that nothing is dropped and the critical events in it never wait.
 */
export async function keepPace(
  source: Source,
  provider: string,
  { buckets, accounts }: SourceContext,
  signal: AbortSignal,
): Promise<boolean> {
  const waitMs = buckets[source].waitMs(0)
  if (waitMs === 0) return false
  accounts.paced(source, provider, waitMs / 1_000)
  await pause(waitMs, signal)
  return true
}

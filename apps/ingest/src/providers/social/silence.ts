import type { IncomingMessage } from 'node:http'
import { SourceFailure } from '../source-failure.ts'

export interface HeardChunk {
  readonly bytes: Buffer
  /** Says that this chunk was a sign of life: the silence is counted from now. */
  heard(): void
}

/**
 * A response's chunks as long as the consumer calls `heard` at least every `silenceMs`; then the response is
 * destroyed and the iteration throws. Time that the consumer itself spends on a chunk is the consumer's, not
 * the source's: `heard` after the work starts the count anew.
 */
export async function* chunksUnlessSilent(
  response: IncomingMessage,
  silenceMs: number,
): AsyncGenerator<HeardChunk, void> {
  const silent = () => response.destroy(new SourceFailure('silent', `no line within ${silenceMs} ms`))
  let heardAt = performance.now()
  const heard = () => {
    heardAt = performance.now()
  }
  let timer = setTimeout(silent, silenceMs)
  try {
    for await (const bytes of response as AsyncIterable<Buffer>) {
      clearTimeout(timer)
      yield { bytes, heard }
      timer = setTimeout(silent, Math.max(0, heardAt + silenceMs - performance.now()))
    }
  } finally {
    clearTimeout(timer)
  }
}

import { retryDelayMs, type Spool } from '@touchline/resilience'
import { createInfluxWrite, type InfluxPlace, InfluxRefused, InfluxUnavailable } from './influx-client.ts'
import { createLineBuffer } from './line-buffer.ts'
import { toLine } from './line-protocol.ts'
import type { WindowSink } from './window-sink.ts'

export interface InfluxSinkOptions extends InfluxPlace {
  /** Holds what InfluxDB can't take now. Without one it waits in memory, and the oldest is dropped. Not closed here. */
  readonly spool?: Spool
  readonly onError: (error: unknown) => void
  /** Default 1,000. */
  readonly flushMs?: number
  /** Of lines that wait in memory; as much again may be on its way. Default 4 MiB. */
  readonly maxBufferBytes?: number
  /** How long to leave InfluxDB alone after a failure: 1 for the first, 2 for the next. Default: full jitter. */
  readonly backoffMs?: (failure: number) => number
}

/** Lines, since the start but for `buffered`. */
export interface InfluxReading {
  readonly written: number
  /** Refused by InfluxDB for good. */
  readonly refused: number
  /** Lost for want of room, or because the spool failed. */
  readonly dropped: number
  readonly buffered: number
}

export interface InfluxSink extends WindowSink {
  read(): InfluxReading
  /** One more try; what InfluxDB does not take then goes to the spool. */
  stop(): Promise<void>
}

const linesPerRequest = 1_000

/**
 * Writes windows to InfluxDB. Each flush, one at a time: drain (what the spool holds, oldest first, unless the server
 * is to be left alone), then write (what is in memory), or spill it behind what the spool still holds, so that an
 * older value of a point never replaces a newer one.
 */
export function createInfluxSink(options: InfluxSinkOptions): InfluxSink {
  const { spool, onError, flushMs = 1_000, maxBufferBytes = 4 * 1_048_576 } = options
  const { backoffMs = retryDelayMs } = options
  const write = createInfluxWrite(options)
  const buffer = createLineBuffer(maxBufferBytes)
  const totals = { written: 0, refused: 0, lost: 0 }
  let failures = 0
  let quietUntilMs = 0
  let working: Promise<void> | undefined

  const send = async (lines: readonly string[]) => {
    try {
      const { written, refused } = await write(lines)
      failures = 0
      totals.written += written
      totals.refused += refused
      if (refused > 0) onError(new InfluxRefused(`InfluxDB refused ${refused} lines`))
    } catch (error) {
      failures += 1
      const retryAfterMs = error instanceof InfluxUnavailable ? error.retryAfterMs : 0
      quietUntilMs = performance.now() + Math.max(retryAfterMs, backoffMs(failures))
      throw error
    }
  }
  const isQuiet = () => performance.now() < quietUntilMs
  const hold = async (lines: readonly string[]) => {
    if (lines.length === 0) return
    if (!spool) return buffer.putBack(lines)
    await spool.append(chunked(lines).map(chunk => Buffer.from(chunk.join('\n')))).catch((error: unknown) => {
      totals.lost += lines.length
      onError(error)
    })
  }
  const drainSpool = async () => {
    if (!spool || spool.depth().records === 0) return
    await spool.drain(
      async records => {
        // New lines join the spool's end meanwhile: a long drain must not fill the memory.
        await hold(buffer.take())
        for (const record of records) await send(Buffer.from(record).toString().split('\n'))
      },
      { batch: 1 },
    )
  }
  const isSent = async (lines: readonly string[]): Promise<boolean> => {
    try {
      await send(lines)
      return true
    } catch (error) {
      onError(error)
      return false
    }
  }
  const writeBuffer = async () => {
    const chunks = chunked(buffer.take())
    const mayWrite = !isQuiet() && (spool?.depth().records ?? 0) === 0
    while (mayWrite && chunks[0] && (await isSent(chunks[0]))) chunks.shift()
    await hold(chunks.flat())
  }
  const flush = async () => {
    if (!isQuiet()) await drainSpool().catch(onError)
    await writeBuffer()
  }
  const timer = setInterval(() => {
    working ??= flush().finally(() => {
      working = undefined
    })
  }, flushMs)
  timer.unref()

  return {
    write: windows => buffer.add(windows.map(toLine)),
    read: () => ({
      written: totals.written,
      refused: totals.refused,
      dropped: totals.lost + buffer.dropped(),
      buffered: buffer.size(),
    }),
    stop: async () => {
      clearInterval(timer)
      await working
      await writeBuffer()
    },
  }
}

function chunked(lines: readonly string[]): (readonly string[])[] {
  const chunks: (readonly string[])[] = []
  for (let start = 0; start < lines.length; start += linesPerRequest) {
    chunks.push(lines.slice(start, start + linesPerRequest))
  }
  return chunks
}

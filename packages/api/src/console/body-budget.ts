import type { ErrorCode } from '@touchline/contracts'

/** Whose bytes they are, and how many one body may have. */
export interface Sender {
  /** A network address, or somebody who is signed in. */
  readonly from: string
  readonly maxBytes: number
}

export type BodyRefusal = Extract<ErrorCode, 'payload-too-large' | 'rate-limited' | 'unavailable'>

export interface BodyBudgetLimits {
  readonly totalBytes: number
  readonly bytesOfOne: number
  /** How long a body may take to come. */
  readonly withinMs: number
}

/**
 * Bounds the bodies that are in memory, of one sender and in all. Bytes count as they come, whatever length was
 * announced, until the work on them is done. When all together are too many, whoever has most that is still coming
 * gives way: a small body gets in while others keep large ones open.
 */
export interface BodyBudget {
  use<T>(
    request: Request,
    sender: Sender,
    work: (body: Uint8Array<ArrayBuffer>) => Promise<T>,
  ): Promise<T | BodyRefusal>
}

interface Reading {
  readonly from: string
  bytes: number
  stop(why: BodyRefusal): void
}

export function createBodyBudget({ totalBytes, bytesOfOne, withinMs }: BodyBudgetLimits): BodyBudget {
  /** All that count, and of these those that are still coming. */
  const [held, coming] = [new Set<Reading>(), new Set<Reading>()]
  const bytesIn = (readings: Iterable<Reading>) => [...readings].reduce((sum, { bytes }) => sum + bytes, 0)
  const bytesOf = (from: string) => bytesIn([...held].filter(reading => reading.from === from))
  /** Counts a part that came. */
  const grow = (reading: Reading, bytes: number) => {
    reading.bytes += bytes
    if (bytesOf(reading.from) > bytesOfOne) reading.stop('rate-limited')
    for (let over = bytesIn(held) - totalBytes; over > 0; ) {
      const largest = [...coming].toSorted(
        (a, b) => bytesOf(b.from) - bytesOf(a.from) || b.bytes - a.bytes,
      )[0]
      if (!largest) return
      over -= largest.bytes
      largest.stop('unavailable')
    }
  }
  return {
    use: async (request, { from, maxBytes }, work) => {
      if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'payload-too-large'
      const stopped = Promise.withResolvers<BodyRefusal>()
      const reading: Reading = {
        from,
        bytes: 0,
        stop: why => {
          coming.delete(reading)
          held.delete(reading)
          stopped.resolve(why)
        },
      }
      held.add(reading)
      coming.add(reading)
      const timer = setTimeout(() => reading.stop('unavailable'), withinMs)
      try {
        const body = await collect(request, { reading, maxBytes, grow, stopped: stopped.promise })
        clearTimeout(timer)
        coming.delete(reading)
        return typeof body === 'string' ? body : await work(body)
      } finally {
        clearTimeout(timer)
        coming.delete(reading)
        held.delete(reading)
      }
    },
  }
}

interface Collecting {
  readonly reading: Reading
  readonly maxBytes: number
  readonly stopped: Promise<BodyRefusal>
  grow(reading: Reading, bytes: number): void
}

async function collect(
  { body }: Request,
  { reading, maxBytes, stopped, grow }: Collecting,
): Promise<Uint8Array<ArrayBuffer> | BodyRefusal> {
  if (!body) return new Uint8Array()
  const reader = body.getReader()
  const parts: Uint8Array[] = []
  const refuse = (why: BodyRefusal) => {
    void reader.cancel().catch(() => {})
    return why
  }
  for (;;) {
    const next = await Promise.race([stopped, reader.read()])
    if (typeof next === 'string') return refuse(next)
    if (next.done) return Buffer.concat(parts)
    parts.push(next.value)
    grow(reading, next.value.byteLength)
    if (reading.bytes > maxBytes) return refuse('payload-too-large')
  }
}

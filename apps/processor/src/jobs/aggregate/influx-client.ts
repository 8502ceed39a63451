export interface InfluxPlace {
  /** The server's address, such as `https://influx.example:8086`. */
  readonly url: string
  readonly token: string
  readonly org: string
  readonly bucket: string
  /** Bounds each request, its answer included. Default 5,000. */
  readonly timeoutMs?: number
}

/** The server did not take the lines; it may later. */
export class InfluxUnavailable extends Error {
  override readonly name = 'InfluxUnavailable'
  /** How long the server asks to be left alone; 0 if it did not say. */
  readonly retryAfterMs: number

  constructor(message: string, retryAfterMs: number, cause?: unknown) {
    super(message, { cause })
    this.retryAfterMs = retryAfterMs
  }
}

/** The server will not take these lines, however often they come. */
export class InfluxRefused extends Error {
  override readonly name = 'InfluxRefused'
}

/** Resolves with how many lines were taken, and how many are refused for good; rejects with InfluxUnavailable. */
export type WriteLines = (lines: readonly string[]) => Promise<{ written: number; refused: number }>

const tooLarge = 413
/** The lines themselves are at fault; of such a request the server may have taken others. */
const atFault: ReadonlySet<number> = new Set([400, tooLarge, 422])
const longestRetryAfterMs = 300_000

/** The write call of the InfluxDB API, version 2. What is too large for the server goes in halves. */
export function createInfluxWrite(place: InfluxPlace): WriteLines {
  const post = poster(place)
  const write: WriteLines = async lines => {
    const status = await post(lines)
    if (status === tooLarge && lines.length > 1) return inHalves(write, lines)
    return atFault.has(status) ? { written: 0, refused: lines.length } : { written: lines.length, refused: 0 }
  }
  return write
}

async function inHalves(write: WriteLines, lines: readonly string[]) {
  const middle = lines.length >> 1
  const first = await write(lines.slice(0, middle))
  const second = await write(lines.slice(middle))
  return { written: first.written + second.written, refused: first.refused + second.refused }
}

/** The status of a request that is settled: taken, or at fault. */
function poster({ url, token, org, bucket, timeoutMs = 5_000 }: InfluxPlace) {
  const target = new URL(`${url.replace(/\/+$/, '')}/api/v2/write`)
  target.search = new URLSearchParams({ org, bucket, precision: 'ms' }).toString()
  const headers = { authorization: `Token ${token}`, 'content-type': 'text/plain; charset=utf-8' }
  return async (lines: readonly string[]): Promise<number> => {
    const answer = await fetch(target, {
      method: 'POST',
      headers,
      body: lines.join('\n'),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new InfluxUnavailable('InfluxDB did not answer', 0, cause)
    })
    await answer.body?.cancel().catch(() => {})
    if (answer.ok || atFault.has(answer.status)) return answer.status
    const retryAfterMs = readRetryAfter(answer.headers.get('retry-after'), Date.now())
    throw new InfluxUnavailable(`InfluxDB answered ${answer.status}`, retryAfterMs)
  }
}

/** Seconds or an HTTP date, at most 5 minutes; 0 for anything else. */
export function readRetryAfter(text: string | null, nowMs: number): number {
  if (text === null) return 0
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs
  return Number.isFinite(waitMs) ? Math.min(longestRetryAfterMs, Math.max(0, waitMs)) : 0
}

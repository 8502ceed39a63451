import type { ServerResponse } from 'node:http'
import { startHttpFake } from './http-fake.ts'

/** Answers one poll; undefined leaves the poll to the stadium's normal answer. */
export type PollFault = ((response: ServerResponse) => void) | undefined

/** A stadium that holds readings as raw JSON texts and serves them by index. */
export async function startStadiumFake(readings: string[]) {
  const polls: { after: string | null; atMs: number }[] = []
  const faults: PollFault[] = []
  const clock = { offsetMs: 0 }
  let open = 0
  let maxOpen = 0
  const fake = await startHttpFake((_request, response, url) => {
    const after = url.searchParams.get('after')
    polls.push({ after, atMs: performance.now() })
    open++
    maxOpen = Math.max(maxOpen, open)
    response.on('close', () => {
      open--
    })
    const fault = faults.shift()
    if (fault) return fault(response)
    const start = Number(after ?? 0)
    const page = readings.slice(start, start + Number(url.searchParams.get('limit')))
    response.setHeader('content-type', 'application/json')
    response.setHeader('date', new Date(Date.now() + clock.offsetMs).toUTCString())
    response.end(`{"cursor":"${start + page.length}","readings":[${page.join(', ')}]}`)
  })
  return { ...fake, polls, faults, clock, maxOpen: () => maxOpen }
}

/** A ball's place at tenth of a second `n`. */
export const ballReading = (n: number, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    matchId: 'derby-1',
    sourceEventId: `ball-${n}`,
    type: 'ball-tracked',
    occurredAt: new Date(Date.UTC(2026, 4, 1, 19) + n * 100).toISOString(),
    payload: { x: 0.5, y: 0.25, speedMps: 3 },
    ...more,
  })

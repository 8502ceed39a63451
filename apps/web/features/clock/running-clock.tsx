'use client'

import { type ClockReading, formatClock, formatStatus, runningClock } from './match-clock.ts'
import { useNowMs } from './use-now.ts'

/** The clock as it runs, or ran so many seconds ago; where it stands still, why. */
export function RunningClock({
  reading,
  behindSeconds = 0,
}: {
  reading: ClockReading
  behindSeconds?: number
}) {
  const nowMs = useNowMs()
  if (reading.status !== 'live') return <span>{formatStatus(reading.status, reading.clock)}</span>
  const { main, added } = formatClock(
    nowMs === 0 ? reading.clock : runningClock(reading, nowMs - behindSeconds * 1_000),
  )
  return (
    <span className="tabular-nums">
      {main}
      {added && <span className="ml-1.5 text-critical">{added}</span>}
    </span>
  )
}

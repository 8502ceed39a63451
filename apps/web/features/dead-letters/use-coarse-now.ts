'use client'

import { useZone } from '../kit/time/use-zone.ts'

const minuteMs = 60_000

/** The minute it is: "the last hour" moves on once a minute, so that what is asked stays the same in between. */
export function useCoarseNow(): number {
  const { nowMs } = useZone()
  return Math.floor(nowMs / minuteMs) * minuteMs
}

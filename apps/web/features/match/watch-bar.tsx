'use client'

import { usePresence } from '@touchline/sdk/react'
import { useCallback } from 'react'
import { useGateway } from '../gateway/gateway-provider.tsx'
import { ClockControl } from './clock-control.tsx'
import { DelayControl } from './delay-control.tsx'
import { useUrlState } from './use-url-state.ts'
import { clockFrom, delayFrom } from './watch-place.ts'

/** From where, and how far behind, this page watches: it stands in the address. */
export function useWatchPlace() {
  const { params } = useUrlState()
  return { from: clockFrom(params.get('from')), delaySeconds: delayFrom(params.get('delay')) }
}

export function WatchBar({ matchId }: { matchId: string }) {
  const { touchline } = useGateway()
  const { from, delaySeconds } = useWatchPlace()
  const { change } = useUrlState()
  const presence = usePresence(touchline, matchId)
  const delay = useCallback(
    (seconds: number) => change({ delay: seconds > 0 ? String(seconds) : null }),
    [change],
  )
  const begin = useCallback((clock: string | null) => change({ from: clock, before: null }), [change])
  return (
    <section
      aria-label="How you watch"
      className="panel flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2 text-sm"
    >
      <DelayControl delaySeconds={delaySeconds} onChange={delay} />
      <ClockControl from={from === 'start' ? undefined : from} onChange={begin} />
      <p data-testid="presence" className="ml-auto min-h-5 shrink-0 text-muted text-xs tabular-nums">
        {presence && presence.watching > 0 && `${presence.watching.toLocaleString('en')} watching`}
      </p>
    </section>
  )
}

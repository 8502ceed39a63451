'use client'

import type { FeedStatus } from '@touchline/sdk'
import type { Latency } from '@touchline/sdk/react'
import { useNowMs } from '../clock/use-now.ts'

const looks: Record<FeedStatus['tag'], { readonly text: string; readonly dot: string }> = {
  connecting: { text: 'Connecting', dot: 'bg-caution animate-breathe' },
  'catching-up': { text: 'Catching up', dot: 'bg-caution animate-breathe' },
  live: { text: 'Live feed', dot: 'bg-accent' },
  stalled: { text: 'No connection', dot: 'bg-critical' },
  closed: { text: 'Closed', dot: 'bg-muted' },
}

interface ConnectionPillProps {
  readonly status: FeedStatus
  readonly latency: Latency | undefined
  readonly delaySeconds: number
}

/** How the feed is doing; while it is away, for how long; if it is to be behind, how far. */
export function ConnectionPill({ status, latency: measured, delaySeconds }: ConnectionPillProps) {
  const nowMs = useNowMs()
  const { dot } = looks[status.tag]
  const behind = status.tag === 'live' && delaySeconds > 0
  const text = behind ? `${delaySeconds} s behind` : looks[status.tag].text
  const latency = behind ? undefined : measured
  const awaySeconds = Math.max(0, Math.floor((nowMs - status.sinceMs) / 1_000))
  const figure =
    status.tag === 'stalled'
      ? `${awaySeconds} s`
      : status.tag === 'live' && latency
        ? `${latency.medianMs.toLocaleString('en')} ms`
        : undefined
  return (
    <span
      role="status"
      aria-label={text}
      title={
        latency && `From the source to this screen: median ${latency.medianMs} ms, last ${latency.lastMs} ms`
      }
      className="inline-flex h-8 shrink-0 items-center whitespace-nowrap gap-2 rounded-full border border-line bg-ground px-3 font-medium text-xs"
    >
      <span className={`size-2 rounded-full ${dot}`} aria-hidden="true" />
      {text}
      {figure && <span className="text-muted tabular-nums">{figure}</span>}
    </span>
  )
}

'use client'

import { use, useSyncExternalStore } from 'react'
import { GridRowContext } from '../table/grid-row-context.ts'
import { type At, formatAbsolute, formatClock, formatDate, formatRelative, timeOf } from './format-time.ts'
import { TimeContext } from './time-context.ts'

type Shown = 'relative' | 'absolute' | 'clock' | 'date'

interface TimeProps {
  readonly at: At
  readonly show?: Shown | undefined
}

const still: Readonly<Record<Exclude<Shown, 'relative'>, (atMs: number, zone: string) => string>> = {
  absolute: (atMs, zone) => formatAbsolute(atMs, zone),
  clock: formatClock,
  date: formatDate,
}

/** A time in the zone of the reader; on hover and focus it is told to the millisecond, in UTC too. */
export function Time({ at, show }: TimeProps) {
  const { setting, now } = use(TimeContext)
  const inRow = use(GridRowContext)
  const atMs = timeOf(at)
  const shown = show ?? (setting.absolute ? 'absolute' : 'relative')
  const text = (nowMs: number) =>
    shown === 'relative' ? formatRelative(atMs, nowMs) : still[shown](atMs, setting.zone)
  const written = useSyncExternalStore(
    now.subscribe,
    () => text(now.nowMs()),
    () => text(now.renderedAtMs),
  )
  if (Number.isNaN(atMs)) return <span className="text-muted">–</span>
  const exact = exactText(atMs, setting.zone)
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      data-tip={exact}
      {...(inRow ? {} : { tabIndex: 0, 'aria-description': exact })}
      className="whitespace-nowrap tabular-nums"
    >
      {written}
    </time>
  )
}

function exactText(atMs: number, zone: string): string {
  const utc = formatAbsolute(atMs, 'UTC', { ms: true })
  const local = formatAbsolute(atMs, zone, { ms: true })
  return local === utc ? utc : `${local} (${zone})\n${utc}`
}

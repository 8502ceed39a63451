'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { Button, IconButton } from '../kit/actions/button.tsx'
import { classNames } from '../kit/display/class-names.ts'
import { Icon } from '../kit/display/icon.tsx'
import { SegmentedChoice } from '../kit/fields/choice.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { Time } from '../kit/time/time.tsx'
import { useZone } from '../kit/time/use-zone.ts'
import { minuteMs, minuteOf, spanOf } from './scrubber-times.ts'

const MatchMinuteDialog = lazy(() => import('./match-minute-dialog.tsx'))

interface ScrubberProps {
  readonly at: Date | null
  readonly onChange: (at: Date | null) => void
}

const spans = [
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '24 h' },
  { value: '168', label: '7 d' },
] as const
const keptPollMs = 60_000

/** Goes back to any minute that is kept, and to now. */
export function Scrubber({ at, onChange }: ScrubberProps) {
  const { trpc } = useConsole()
  const { nowMs, formatAt } = useZone()
  const [hours, setHours] = useState<(typeof spans)[number]['value']>('1')
  const [choosing, setChoosing] = useState(false)
  const minute = minuteOf(nowMs)
  const [askedMs] = useState(minute)
  const range = useQuery(
    trpc.pipeline.history.queryOptions(
      { from: new Date(askedMs - minuteMs).toISOString(), to: new Date(askedMs).toISOString() },
      { refetchInterval: keptPollMs, staleTime: keptPollMs },
    ),
  )
  const known = range.data?.kind === 'range' ? range.data : undefined
  const span = spanOf(minute, Number(hours), known?.kept?.first)
  const shownMs = at ? Math.min(span.toMs, Math.max(span.fromMs, minuteOf(at.getTime()))) : span.toMs
  const whyNot = known?.kept ? null : 'No minute is kept yet: the first is after about a minute'
  const goTo = (atMs: number) => {
    if (atMs > span.toMs) onChange(null)
    else onChange(new Date(Math.max(span.fromMs, atMs)))
  }
  const step = (minutes: number) =>
    goTo((at ? minuteOf(at.getTime()) : span.toMs + minuteMs) + minutes * minuteMs)
  useScrubberKeys({ step, isPast: at !== null, whyNot, toNow: () => onChange(null) })
  return (
    <section
      aria-label="Time"
      className={classNames(
        'mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border px-3 py-2',
        at ? 'border-info bg-info-soft' : 'border-line bg-surface',
      )}
    >
      <Shown at={at} />
      <div className="flex min-w-48 flex-1 items-center gap-1">
        <IconButton
          label="A minute back"
          size="sm"
          icon={<Icon name="chevron-left" />}
          onClick={() => step(-1)}
          disabledReason={whyNot}
        />
        <input
          type="range"
          aria-label="Minute"
          aria-valuetext={at ? formatAt(at) : 'now'}
          aria-disabled={whyNot !== null}
          min={span.fromMs}
          max={span.toMs + minuteMs}
          step={minuteMs}
          value={at ? shownMs : span.toMs + minuteMs}
          onChange={event => whyNot === null && goTo(Number(event.target.value))}
          className="h-7 min-w-0 flex-1 cursor-pointer accent-[var(--accent)]"
        />
        <IconButton
          label="A minute on"
          size="sm"
          icon={<Icon name="chevron-right" />}
          onClick={() => step(1)}
          disabledReason={at ? null : 'This is now'}
        />
      </div>
      <SegmentedChoice label="Reach" hideLabel value={hours} onChange={setHours} options={spans} />
      <Button size="sm" onClick={() => setChoosing(true)} disabledReason={whyNot}>
        A match’s minute…
      </Button>
      {at && (
        <Button size="sm" variant="primary" shortcut="n" onClick={() => onChange(null)}>
          Back to now
        </Button>
      )}
      {choosing && (
        <Suspense>
          <MatchMinuteDialog
            open={choosing}
            onOpenChange={setChoosing}
            matches={known?.matches ?? []}
            span={spanOf(minute, 168, known?.kept?.first)}
            onChoose={atMs => {
              setChoosing(false)
              onChange(new Date(atMs))
            }}
          />
        </Suspense>
      )}
    </section>
  )
}

interface ScrubberKeys {
  readonly step: (minutes: number) => void
  readonly toNow: () => void
  readonly isPast: boolean
  readonly whyNot: string | null
}

function useScrubberKeys({ step, toNow, isPast, whyNot }: ScrubberKeys): void {
  const group = 'Pipeline'
  useShortcut({ keys: ',', label: 'A minute back', group, run: () => step(-1), disabledReason: whyNot })
  useShortcut({ keys: '.', label: 'A minute on', group, run: () => step(1), enabled: isPast })
  useShortcut({ keys: 'n', label: 'Back to now', group, run: toNow, enabled: isPast })
}

function Shown({ at }: { at: Date | null }) {
  return (
    <p className="w-44 font-medium text-sm tabular-nums" role="status">
      {at ? (
        <>
          As it was <Time at={at} show="absolute" />
        </>
      ) : (
        'Now, every 2 s'
      )}
    </p>
  )
}

'use client'

import { useEffect, useState } from 'react'
import { maxDelaySeconds } from './watch-place.ts'

/** A feed is opened anew for each delay: not for those that a hand only passes. */
const settleMs = 400

interface DelayControlProps {
  readonly delaySeconds: number
  readonly onChange: (delaySeconds: number) => void
}

/** How far the page stays behind, so that it tells nothing that the fan's picture does not show yet. */
export function DelayControl({ delaySeconds, onChange }: DelayControlProps) {
  const [chosen, setChosen] = useState(delaySeconds)
  useEffect(() => setChosen(delaySeconds), [delaySeconds])
  useEffect(() => {
    if (chosen === delaySeconds) return
    const timer = setTimeout(() => onChange(chosen), settleMs)
    return () => clearTimeout(timer)
  }, [chosen, delaySeconds, onChange])
  return (
    <label className="flex min-w-0 flex-1 basis-72 items-center gap-3">
      <span className="shrink-0 text-muted">Sync with my picture</span>
      <input
        type="range"
        data-testid="delay"
        min={0}
        max={maxDelaySeconds}
        step={1}
        value={chosen}
        aria-valuetext={delayText(chosen)}
        onChange={event => setChosen(Number(event.target.value))}
        className="h-8 min-w-16 flex-1 cursor-pointer accent-accent"
      />
      <output className="w-14 shrink-0 text-right font-medium tabular-nums">
        {chosen === 0 ? 'Live' : `−${chosen} s`}
      </output>
    </label>
  )
}

const delayText = (seconds: number): string => (seconds === 0 ? 'Live' : `${seconds} seconds behind`)

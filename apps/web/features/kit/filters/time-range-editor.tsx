'use client'

import { useState } from 'react'
import { Button } from '../actions/button.tsx'
import { TextField } from '../fields/text-field.tsx'
import { atOfWallClock, formatAbsolute } from '../time/format-time.ts'
import { useZone } from '../time/use-zone.ts'
import { type FilterValue, rangePresets } from './filter-field.ts'

interface TimeRangeEditorProps {
  readonly value: FilterValue
  readonly onChange: (value: FilterValue) => void
  readonly onClose: () => void
}

const wallChars = 16

/** `2026-11-23 05:39` in the zone, as it was set; empty for a preset. */
function sidesOf(value: FilterValue, zone: string): readonly [from: string, to: string] {
  if (typeof value !== 'string' || !value.includes('..')) return ['', '']
  const [from = '', to = ''] = value
    .split('..')
    .map(iso => (iso === '' ? '' : formatAbsolute(Date.parse(iso), zone).slice(0, wallChars)))
  return [from, to]
}

export function TimeRangeEditor({ value, onChange, onClose }: TimeRangeEditorProps) {
  const { zone } = useZone()
  const [start, end] = sidesOf(value, zone)
  const [from, setFrom] = useState(start)
  const [to, setTo] = useState(end)
  const sides = [from, to].map(text => (text.trim() === '' ? undefined : atOfWallClock(text, zone)))
  const wrong = sides.map(at => (at === null ? 'Write it as 2026-11-23 05:39' : null))
  const apply = (next: FilterValue) => {
    onChange(next)
    onClose()
  }
  const isoOf = (at: number | null | undefined) => (typeof at === 'number' ? new Date(at).toISOString() : '')
  const empty = sides.every(at => at === undefined)
  return (
    <div className="grid gap-3 p-1">
      <div className="flex flex-wrap gap-1.5">
        {Object.entries(rangePresets).map(([preset, label]) => (
          <Button
            key={preset}
            size="sm"
            aria-pressed={value === preset}
            variant={value === preset ? 'primary' : 'secondary'}
            onClick={() => apply(preset)}
          >
            {label}
          </Button>
        ))}
      </div>
      <form
        className="grid gap-2"
        onSubmit={event => {
          event.preventDefault()
          if (!empty && !wrong.some(Boolean)) apply(sides.map(isoOf).join('..'))
        }}
      >
        <TextField
          label={`From (${zone})`}
          value={from}
          onChange={setFrom}
          error={wrong[0]}
          placeholder="2026-11-23 05:39"
          mono
        />
        <TextField
          label={`To (${zone})`}
          value={to}
          onChange={setTo}
          error={wrong[1]}
          placeholder="now"
          mono
        />
        <div className="flex justify-end gap-2">
          <Button size="sm" variant="quiet" onClick={() => apply(undefined)}>
            Any time
          </Button>
          <Button
            type="submit"
            size="sm"
            variant="primary"
            disabledReason={empty ? 'Write a time first' : (wrong.find(Boolean) ?? null)}
          >
            Apply
          </Button>
        </div>
      </form>
    </div>
  )
}

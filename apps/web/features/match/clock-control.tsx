'use client'

import { type FormEvent, useState } from 'react'
import { typedClock } from './watch-place.ts'

interface ClockControlProps {
  /** Where the page began; undefined: at the start. */
  readonly from: string | undefined
  readonly onChange: (from: string | null) => void
}

/** Watches the match from a minute on, and then live. */
export function ClockControl({ from, onChange }: ClockControlProps) {
  const [text, setText] = useState(from ?? '')
  const [wrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const clock = typedClock(text)
    setWrong(clock === null)
    if (clock === null) return
    setText(clock)
    onChange(clock)
  }
  const leave = () => {
    setText('')
    setWrong(false)
    onChange(null)
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2" noValidate>
      <label className="flex items-center gap-2">
        <span className="text-muted">Watch from</span>
        <input
          data-testid="watch-from"
          value={text}
          onChange={event => setText(event.target.value)}
          inputMode="numeric"
          autoComplete="off"
          placeholder="63:00"
          maxLength={6}
          aria-invalid={wrong}
          className="h-8 w-17 rounded-lg border border-line bg-ground px-2 tabular-nums aria-invalid:border-critical"
        />
      </label>
      <button
        type="submit"
        className="h-8 rounded-full border border-line px-3 font-medium text-xs hover:bg-raised"
      >
        Go
      </button>
      {from && (
        <button type="button" onClick={leave} className="h-8 px-1 font-semibold text-accent text-xs">
          Whole match
        </button>
      )}
      {wrong && (
        <span role="alert" className="text-critical text-xs">
          Minutes, or minutes:seconds
        </span>
      )}
    </form>
  )
}

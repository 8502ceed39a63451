'use client'

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import { Kbd } from '../display/kbd.tsx'
import { useShortcut } from '../shortcuts/use-shortcut.ts'
import { controlLook } from './field-frame.tsx'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string | undefined
  /** How long the typing must rest; enter does not wait. */
  readonly delayMs?: number | undefined
  /** Focuses it. */
  readonly shortcut?: string | undefined
}

export function SearchField(props: SearchFieldProps) {
  const { label, value, onChange, placeholder, delayMs = 200, shortcut } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [given, setGiven] = useState(value)
  if (given !== value) {
    setGiven(value)
    setText(value)
  }
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), delayMs)
    return () => clearTimeout(timer)
  }, [text, value, delayMs, onChange])
  useShortcut({
    keys: shortcut ?? '/',
    label,
    group: 'List',
    inPalette: false,
    enabled: shortcut !== undefined,
    run: () => input.current?.focus(),
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onChange(text)
    if (event.key !== 'Escape') return
    event.preventDefault()
    if (text === '') input.current?.blur()
    setText('')
  }
  return (
    <div className="relative min-w-44 flex-1">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-muted">
        <Icon name="search" className="size-3.5" />
      </span>
      <input
        id={id}
        ref={input}
        type="search"
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={placeholder ?? label}
        autoComplete="off"
        spellCheck={false}
        className={classNames('h-8 pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden', controlLook)}
      />
      {shortcut !== undefined && text === '' && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-2 grid place-items-center text-muted"
        >
          <Kbd keys={shortcut} />
        </span>
      )}
    </div>
  )
}

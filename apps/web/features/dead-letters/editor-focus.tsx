'use client'

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'

interface EditorFocusProps {
  /** Each time this grows, the editor inside takes the focus. */
  readonly asked: number
  readonly children: ReactNode
}

/** Leads the keyboard into an editor, and by esc out of it again without closing what is around. */
export function EditorFocus({ asked, children }: EditorFocusProps) {
  const around = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    if (asked > 0) around.current?.querySelector('textarea')?.focus()
  }, [asked])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !(event.target instanceof HTMLTextAreaElement)) return
    event.preventDefault()
    event.stopPropagation()
    around.current?.focus()
  }
  return (
    <fieldset
      ref={around}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="min-w-0 rounded-lg outline-offset-4"
    >
      <legend className="sr-only">Editor: Escape leaves it</legend>
      {children}
    </fieldset>
  )
}

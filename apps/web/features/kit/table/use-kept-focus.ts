'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** When a render takes the focused row out of the page or moves it, the active row has the focus again. */
export function useKeptFocus(scroller: RefObject<HTMLDivElement | null>): void {
  const had = useRef(false)
  useEffect(() => {
    const stop = new AbortController()
    const note = (event: Event) => {
      const { target } = event
      had.current =
        target instanceof Element &&
        scroller.current?.contains(target) === true &&
        target.closest('[role="row"]') !== null
    }
    document.addEventListener('focusin', note, { signal: stop.signal })
    document.addEventListener('pointerdown', note, { signal: stop.signal })
    return () => stop.abort()
  }, [scroller])
  useLayoutEffect(() => {
    if (!had.current || document.activeElement !== document.body) return
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true })
  })
}

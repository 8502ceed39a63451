'use client'

import { lazy, Suspense, useEffect, useState } from 'react'

const TipPopup = lazy(() => import('./tip-popup.tsx'))

const hoverDelayMs = 350
const leaveDelayMs = 120
const recheckMs = 250

const tippedOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null

/** One tooltip for the whole page: whatever carries `data-tip` has it on hover and on focus. */
export function TipHost() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  useEffect(() => watchTips(setAnchor), [])
  useEffect(() => {
    if (!anchor) return
    const timer = setInterval(() => {
      if (!anchor.isConnected || anchor.dataset.tip === undefined) setAnchor(null)
    }, recheckMs)
    return () => clearInterval(timer)
  }, [anchor])
  const text = anchor?.dataset.tip
  if (!anchor || text === undefined) return null
  return (
    <Suspense>
      <TipPopup anchor={anchor} text={text} onClose={() => setAnchor(null)} />
    </Suspense>
  )
}

type Show = (anchor: HTMLElement | null) => void

/** Follows pointer and focus; the pointer may rest on the tooltip itself. */
function watchTips(show: Show): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (anchor: HTMLElement | null, delayMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => show(anchor), delayMs)
  }
  const stop = new AbortController()
  const on = <Kind extends keyof DocumentEventMap>(
    kind: Kind,
    run: (event: DocumentEventMap[Kind]) => void,
  ) => document.addEventListener(kind, run, { signal: stop.signal, passive: true })
  on('pointerover', event => {
    if (event.pointerType === 'touch') return
    if (event.target instanceof Element && event.target.closest('[data-tip-popup]'))
      return clearTimeout(timer)
    const anchor = tippedOf(event.target)
    later(anchor, anchor ? hoverDelayMs : leaveDelayMs)
  })
  on('focusin', event => {
    const anchor = tippedOf(event.target)
    if (anchor?.matches(':focus-visible')) later(anchor, 0)
  })
  on('focusout', () => later(null, 0))
  on('pointerdown', event => {
    // A finger has no hover: a tap on what is disabled tells why.
    const anchor = event.pointerType === 'touch' ? tippedOf(event.target) : null
    later(anchor, 0)
  })
  return () => {
    clearTimeout(timer)
    stop.abort()
  }
}

'use client'

import { type RefObject, useLayoutEffect, useState } from 'react'
import { type RowsInSight, rowsInSight } from './rows-in-sight.ts'

interface RowSizes {
  readonly rowHeightPx: number
  /** Of the header, which stays above the rows. */
  readonly headerPx: number
}

/** As long as nothing is measured: on the server, too. */
const usualHeightPx = 480

/** Which rows of a scroller are in sight; it is drawn anew only when they are others. */
export function useRowsInSight(
  scroller: RefObject<HTMLElement | null>,
  { rowHeightPx, headerPx }: RowSizes,
): RowsInSight {
  const [sight, setSight] = useState(() => rowsInSight({ topPx: 0, heightPx: usualHeightPx }, rowHeightPx))
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const heightPx = element.clientHeight - headerPx
      const now = rowsInSight({ topPx: element.scrollTop, heightPx }, rowHeightPx)
      setSight(before => (before.first === now.first && before.last === now.last ? before : now))
    }
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroller, rowHeightPx, headerPx])
  return sight
}

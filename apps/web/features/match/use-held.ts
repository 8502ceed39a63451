'use client'

import { type PointerEvent, useState } from 'react'

/** Keeps showing the same value while a mouse rests on it, so that nothing jumps under the pointer. */
export function useHeld<T>(value: T) {
  const [kept, setKept] = useState<{ readonly value: T }>()
  return {
    held: kept !== undefined,
    shown: kept ? kept.value : value,
    handlers: {
      onPointerEnter: (event: PointerEvent) => {
        if (event.pointerType === 'mouse') setKept({ value })
      },
      onPointerLeave: () => setKept(undefined),
    },
  }
}

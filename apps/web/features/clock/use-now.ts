'use client'

import { useEffect, useState } from 'react'

/** The time, renewed each second; 0 until the page runs in a browser. */
export function useNowMs(everyMs = 1_000): number {
  const [nowMs, setNowMs] = useState(0)
  useEffect(() => {
    setNowMs(Date.now())
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}

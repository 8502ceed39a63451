'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'

/** Draws what is inside once it comes into sight: what it needs is not loaded before. */
export function WhenSeen({ height, children }: { height: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (seen || !place.current) return
    const observer = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) setSeen(true)
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [seen])
  return <div ref={place}>{seen ? children : <SkeletonPanel height={height} />}</div>
}

'use client'

import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react'
import { type Announcement, emptyAnnounceQueue, sayNext, waitMs, withAnnouncement } from './announce-queue.ts'

type Announce = (message: Announcement) => void

const AnnounceContext = createContext<Announce>(() => undefined)

/** Says something in the page's one polite live region, soon: messages are gathered, at most one each 2 s. */
export const useAnnounce = (): Announce => use(AnnounceContext)

export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState('')
  const queue = useRef(emptyAnnounceQueue)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const announce = useCallback((message: Announcement) => {
    queue.current = withAnnouncement(queue.current, message)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const said = sayNext(queue.current, Date.now())
      queue.current = said.queue
      // The same words again are news only if the text differs.
      setText(before => (before === said.text ? `${said.text}\u00a0` : said.text))
    }, waitMs(queue.current, Date.now()) ?? 0)
  }, [])
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="sr-only" data-testid="announcements">
        {text}
      </div>
    </AnnounceContext>
  )
}

'use client'

import { lazy, type ReactNode, Suspense, use, useCallback, useMemo, useRef, useState } from 'react'
import { type AddToast, ToastContext, type ToastMore, type ToastNote } from './toast-context.ts'

const ToastHost = lazy(() => import('./toast-host.tsx'))
const keptNotes = 20

export interface Toasts {
  good(title: string, more?: ToastMore): void
  info(title: string, more?: ToastMore): void
  critical(title: string, more?: ToastMore): void
}

/** Tells how something ended, in a corner, for a while. What must not be missed belongs on the page. */
export function useToasts(): Toasts {
  const add = use(ToastContext)
  return useMemo(
    () => ({
      good: (title, more) => add('good', title, more),
      info: (title, more) => add('info', title, more),
      critical: (title, more) => add('critical', title, more),
    }),
    [add],
  )
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [notes, setNotes] = useState<readonly ToastNote[]>([])
  const nextId = useRef(1)
  const add = useCallback<AddToast>((tone, title, more) => {
    const note = { ...more, tone, title, id: nextId.current++ }
    setNotes(before => [...before, note].slice(-keptNotes))
  }, [])
  return (
    <ToastContext value={add}>
      {children}
      {notes.length > 0 && (
        <Suspense>
          <ToastHost notes={notes} />
        </Suspense>
      )}
    </ToastContext>
  )
}

'use client'

import { Toast } from '@base-ui/react/toast'
import { useEffect, useRef } from 'react'
import { buttonLook } from '../actions/button-looks.ts'
import { Icon, type IconName } from '../display/icon.tsx'
import type { ToastNote } from './toast-context.ts'

const shownMs = 6_000
const shownAtOnce = 3

export default function ToastHost({ notes }: { notes: readonly ToastNote[] }) {
  return (
    <Toast.Provider timeout={shownMs} limit={shownAtOnce}>
      <Feed notes={notes} />
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-4 left-4 z-50 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

const toastOf = ({ title, tone, description, action }: ToastNote) => ({
  title,
  type: tone,
  ...(description === undefined ? {} : { description }),
  ...(action ? { actionProps: { children: action.label, onClick: action.onClick } } : {}),
})

function Feed({ notes }: { notes: readonly ToastNote[] }) {
  const { add } = Toast.useToastManager()
  const lastId = useRef(0)
  useEffect(() => {
    for (const note of notes.filter(({ id }) => id > lastId.current)) {
      lastId.current = note.id
      add(toastOf(note))
    }
  }, [notes, add])
  return null
}

interface Mark {
  readonly icon: IconName
  readonly colour: string
}
const marks: Readonly<Record<string, Mark>> = {
  good: { icon: 'check', colour: 'text-accent' },
  critical: { icon: 'alert', colour: 'text-critical' },
}
const usualMark: Mark = { icon: 'info', colour: 'text-info' }

function List() {
  const { toasts } = Toast.useToastManager()
  return toasts.map(toast => {
    const { icon, colour } = marks[toast.type ?? ''] ?? usualMark
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        className="rounded-xl border border-line-strong bg-surface text-ink shadow-lg transition-opacity duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
      >
        <Toast.Content className="flex items-start gap-2.5 p-3">
          <span className={`mt-0.5 ${colour}`}>
            <Icon name={icon} />
          </span>
          <div className="min-w-0 flex-1 text-sm">
            <Toast.Title render={<p />} className="break-words font-semibold" />
            <Toast.Description className="break-words text-muted" />
            {toast.actionProps && <Toast.Action className={`mt-2 ${buttonLook('secondary', 'sm')}`} />}
          </div>
          <Toast.Close
            aria-label="Close"
            aria-hidden={false}
            className="-m-1 grid size-6 place-items-center rounded text-muted hover:bg-raised hover:text-ink"
          >
            <Icon name="cross" className="size-3.5" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    )
  })
}

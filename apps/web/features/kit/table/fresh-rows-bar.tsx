'use client'

import { useEffect, useRef } from 'react'
import { Button } from '../actions/button.tsx'
import { useAnnounce } from '../live/announce.tsx'
import { useShortcut } from '../shortcuts/use-shortcut.ts'
import { formatCount } from '../time/format-quantity.ts'

interface FreshRowsBarProps {
  readonly fresh: number
  readonly gone: number
  readonly onShow: () => void
  /** Why nothing may move now. */
  readonly heldReason?: string | null | undefined
  readonly noun?: { readonly one: string; readonly many: string } | undefined
}

const usualNoun = { one: 'row', many: 'rows' }

function wordsFor(fresh: number, gone: number): string {
  const parts = [fresh > 0 && `${formatCount(fresh)} new`, gone > 0 && `${formatCount(gone)} gone`]
  return parts.filter(Boolean).join(', ')
}

/** "12 new": what arrived since the list was shown. It keeps its place when there is nothing. */
export function FreshRowsBar({ fresh, gone, onShow, heldReason, noun = usualNoun }: FreshRowsBarProps) {
  const announce = useAnnounce()
  const told = useRef(0)
  useEffect(() => {
    const count = fresh - told.current
    told.current = fresh
    if (count > 0) announce({ kind: noun.many, count, one: `new ${noun.one}`, many: `new ${noun.many}` })
  }, [fresh, noun, announce])
  const nothing = fresh + gone === 0
  useShortcut({
    keys: 'n',
    label: `Show new ${noun.many}`,
    group: 'List',
    run: onShow,
    enabled: !nothing,
    disabledReason: heldReason,
  })
  if (nothing) return <span className="inline-flex h-7 items-center text-muted text-xs">Up to date</span>
  return (
    <Button
      size="sm"
      variant={heldReason ? 'secondary' : 'primary'}
      shortcut="n"
      disabledReason={heldReason}
      onClick={onShow}
    >
      {wordsFor(fresh, gone)}
    </Button>
  )
}

'use client'

import { lazy, Suspense, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { Icon } from '../display/icon.tsx'

const SavedViewsPopover = lazy(() => import('./saved-views-popover.tsx'))

export interface SavedView {
  readonly id: string
  readonly name: string
  readonly shared: boolean
  readonly mine: boolean
  /** The page's query string. */
  readonly query: string
}

export interface SavedViewsMenuProps {
  readonly views: readonly SavedView[]
  /** The query string as it is now. */
  readonly current: string
  readonly onApply: (view: SavedView) => void
  readonly onSave: (name: string, shared: boolean) => void
  readonly onRemove: (view: SavedView) => void
  readonly pending?: boolean | undefined
  readonly error?: string | null | undefined
  readonly saveDisabledReason?: string | null | undefined
}

export const sameQuery = (a: string, b: string): boolean => {
  const sorted = (query: string) => {
    const params = new URLSearchParams(query)
    params.sort()
    return params.toString()
  }
  return sorted(a) === sorted(b)
}

/** Filters that were given a name: one's own and those shared with everybody. */
export function SavedViewsMenu(props: SavedViewsMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const applied = props.views.find(view => sameQuery(view.query, props.current))
  return (
    <>
      <Button
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        icon={<Icon name="bookmark" className="size-3.5" />}
        onClick={event => setAnchor(anchor ? null : event.currentTarget)}
      >
        <span className="max-w-40 truncate">{applied?.name ?? 'Views'}</span>
        <Icon name="chevron-down" className="size-3.5 text-muted" />
      </Button>
      {anchor && (
        <Suspense>
          <SavedViewsPopover {...props} anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  )
}

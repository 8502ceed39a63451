'use client'

import { lazy, Suspense, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { Icon } from '../display/icon.tsx'
import { type SavedViewsMenuProps, sameQuery } from './saved-view.ts'

export type { SavedView, SavedViewsMenuProps } from './saved-view.ts'

const SavedViewsPopover = lazy(() => import('./saved-views-popover.tsx'))

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

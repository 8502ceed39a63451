'use client'

import { lazy, Suspense, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { Icon } from '../display/icon.tsx'
import { useZone } from './use-zone.ts'

const ZonePopover = lazy(() => import('./zone-popover.tsx'))

/** In which zone times are told, and whether as "3 min ago" or by the clock. */
export function ZonePicker() {
  const { zone, choice } = useZone()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        icon={<Icon name="clock" className="size-3.5" />}
        onClick={event => setAnchor(anchor ? null : event.currentTarget)}
      >
        <span className="max-w-40 truncate max-sm:sr-only">{choice === 'browser' ? 'Local time' : zone}</span>
        <span className="sr-only">: the zone of all times</span>
      </Button>
      {anchor && (
        <Suspense>
          <ZonePopover anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  )
}

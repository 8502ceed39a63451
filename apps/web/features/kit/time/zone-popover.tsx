'use client'

import { Popover } from '@base-ui/react/popover'
import { useMemo } from 'react'
import { usePopupContainer } from '../actions/popup-container.ts'
import { SegmentedChoice } from '../fields/choice.tsx'
import { Combobox } from '../fields/combobox.tsx'
import { useZone } from './use-zone.ts'

interface ZonePopoverProps {
  readonly anchor: HTMLElement
  readonly onClose: () => void
}

const ways = [
  { value: 'relative', label: '3 min ago' },
  { value: 'absolute', label: 'By the clock' },
] as const

export default function ZonePopover({ anchor, onClose }: ZonePopoverProps) {
  const container = usePopupContainer()
  const { choice, zone, absolute, setChoice, setAbsolute, formatAt, nowMs } = useZone()
  const options = useMemo(
    () => [
      { value: 'browser', label: 'This browser’s zone' },
      { value: 'UTC', label: 'UTC' },
      ...Intl.supportedValuesOf('timeZone')
        .filter(name => name !== 'UTC')
        .map(name => ({ value: name, label: name.replaceAll('_', ' ') })),
    ],
    [],
  )
  return (
    <Popover.Root open onOpenChange={open => !open && onClose()}>
      <Popover.Portal container={container}>
        <Popover.Positioner anchor={anchor} sideOffset={6} align="end" className="z-40">
          <Popover.Popup
            finalFocus={() => anchor}
            className="grid w-72 gap-3 rounded-xl border border-line-strong bg-surface p-3.5 text-ink shadow-xl outline-none"
          >
            <Popover.Title className="font-semibold text-sm">Times on these pages</Popover.Title>
            <Combobox
              label="Zone"
              value={choice}
              onChange={next => next !== null && setChoice(next)}
              options={options}
            />
            <SegmentedChoice
              label="Told as"
              value={absolute ? 'absolute' : 'relative'}
              onChange={way => setAbsolute(way === 'absolute')}
              options={ways}
            />
            <p className="text-muted text-xs tabular-nums">
              Now it is {formatAt(nowMs)} in {zone}.
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

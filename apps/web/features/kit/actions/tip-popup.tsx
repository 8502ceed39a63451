'use client'

import { Tooltip } from '@base-ui/react/tooltip'
import { tipContainerOf } from './popup-container.ts'

interface TipPopupProps {
  readonly anchor: HTMLElement
  readonly text: string
  readonly onClose: () => void
}

export default function TipPopup({ anchor, text, onClose }: TipPopupProps) {
  return (
    <Tooltip.Root open onOpenChange={open => !open && onClose()}>
      <Tooltip.Portal container={tipContainerOf(anchor)}>
        <Tooltip.Positioner anchor={anchor} side="top" sideOffset={6} className="z-60">
          <Tooltip.Popup
            data-tip-popup=""
            className="max-w-xs whitespace-pre-line rounded-md bg-ink px-2 py-1 text-ground text-xs leading-snug shadow-lg"
          >
            {text}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

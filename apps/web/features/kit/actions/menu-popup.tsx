'use client'

import { Menu as Base } from '@base-ui/react/menu'
import Link from 'next/link'
import { classNames } from '../display/class-names.ts'
import { Kbd } from '../display/kbd.tsx'
import { itemLook, popupLook } from '../fields/popup-looks.ts'
import type { MenuCommand, MenuItem, MenuProps } from './menu.tsx'
import { usePopupContainer } from './popup-container.ts'

interface MenuPopupProps extends Pick<MenuProps, 'label' | 'items'> {
  readonly anchor: HTMLElement
  readonly onClose: () => void
}

export default function MenuPopup({ label, items, anchor, onClose }: MenuPopupProps) {
  const container = usePopupContainer()
  return (
    <Base.Root
      open
      onOpenChange={(open, { event, cancel }) => {
        // A press on the button itself is answered by the button.
        if (event.target instanceof Node && anchor.contains(event.target)) cancel()
        else if (!open) onClose()
      }}
    >
      <Base.Portal container={container}>
        <Base.Positioner anchor={anchor} sideOffset={4} align="end" className="z-50">
          <Base.Popup aria-label={label} finalFocus={() => anchor} className={popupLook}>
            {items.map(item => (
              <Entry key={item.id} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Entry({ item }: { item: MenuItem }) {
  if (item.kind === 'separator') return <Base.Separator className="my-1 h-px bg-line" />
  if (item.kind === 'heading')
    return <p className="px-2.5 pt-2 pb-1 font-semibold text-muted text-xs">{item.label}</p>
  return <Command item={item} />
}

function Command({ item }: { item: MenuCommand }) {
  const { label, href, onSelect, disabledReason, danger, shortcut } = item
  const look = classNames(
    itemLook,
    danger && 'text-critical',
    disabledReason && 'cursor-not-allowed text-muted',
  )
  const inside = (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{label}</span>
        {disabledReason && <span className="block pb-1 text-xs">{disabledReason}</span>}
      </span>
      {shortcut && <Kbd keys={shortcut} />}
    </>
  )
  if (href && !disabledReason)
    return (
      <Base.LinkItem render={<Link href={href} />} closeOnClick className={look}>
        {inside}
      </Base.LinkItem>
    )
  return (
    <Base.Item
      aria-disabled={disabledReason ? true : undefined}
      closeOnClick={!disabledReason}
      onClick={() => !disabledReason && onSelect?.()}
      className={look}
    >
      {inside}
    </Base.Item>
  )
}

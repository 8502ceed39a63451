'use client'

import { Menu as Base } from '@base-ui/react/menu'
import Link from 'next/link'
import type { ReactElement } from 'react'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import { Kbd } from '../display/kbd.tsx'
import { itemLook, popupLook } from '../fields/popup-looks.ts'
import { Button } from './button.tsx'
import { usePopupContainer } from './popup-container.ts'

interface MenuCommand {
  readonly kind?: undefined
  readonly id: string
  readonly label: string
  readonly onSelect?: (() => void) | undefined
  readonly href?: string | undefined
  readonly disabledReason?: string | null | undefined
  readonly danger?: boolean | undefined
  readonly shortcut?: string | undefined
}

export type MenuItem =
  | MenuCommand
  | { readonly kind: 'separator'; readonly id: string }
  | { readonly kind: 'heading'; readonly id: string; readonly label: string }

interface MenuProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly trigger?: ReactElement | undefined
}

export function Menu({ label, items, trigger }: MenuProps) {
  const container = usePopupContainer()
  return (
    <Base.Root>
      <Base.Trigger
        render={
          trigger ?? (
            <Button icon={<Icon name="chevron-down" className="order-last size-3.5" />}>{label}</Button>
          )
        }
      />
      <Base.Portal container={container}>
        <Base.Positioner sideOffset={4} align="end" className="z-50">
          <Base.Popup aria-label={label} className={popupLook}>
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

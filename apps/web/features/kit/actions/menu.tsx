'use client'

import { cloneElement, type KeyboardEvent, type MouseEvent, type ReactElement, useState } from 'react'
import { Icon } from '../display/icon.tsx'
import { useLoaded } from '../fields/use-loaded.ts'
import { Button } from './button.tsx'

export interface MenuCommand {
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

interface TriggerProps {
  readonly onClick?: (event: MouseEvent<HTMLElement>) => void
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void
  readonly onFocus?: () => void
  readonly onPointerEnter?: () => void
  readonly 'aria-haspopup'?: 'menu'
  readonly 'aria-expanded'?: boolean
}

export interface MenuProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly trigger?: ReactElement<TriggerProps> | undefined
}

/** What can be done, behind a button; its code is fetched when the button is come near to. */
export function Menu({ label, items, trigger }: MenuProps) {
  const { loaded: Popup, want, prepare } = useLoaded(() => import('./menu-popup.tsx'))
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const open = (element: HTMLElement) => {
    want()
    setAnchor(element)
  }
  const usual = (
    <Button>
      {label}
      <Icon name="chevron-down" className="size-3.5" />
    </Button>
  )
  const button: ReactElement<TriggerProps> = trigger ?? usual
  return (
    <>
      {cloneElement(button, {
        'aria-haspopup': 'menu',
        'aria-expanded': anchor !== null,
        onFocus: prepare,
        onPointerEnter: prepare,
        onClick: event => (anchor ? setAnchor(null) : open(event.currentTarget)),
        onKeyDown: event => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          open(event.currentTarget)
        },
      })}
      {anchor && Popup && (
        <Popup label={label} items={items} anchor={anchor} onClose={() => setAnchor(null)} />
      )}
    </>
  )
}

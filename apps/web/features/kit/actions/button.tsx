'use client'

import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { classNames } from '../display/class-names.ts'
import { Kbd } from '../display/kbd.tsx'
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-looks.ts'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly variant?: ButtonVariant | undefined
  readonly size?: ButtonSize | undefined
  /** Why it cannot be pressed now; it stays focusable and tells this on hover, on focus and to readers. */
  readonly disabledReason?: string | null | undefined
  readonly pending?: boolean | undefined
  /** Only shown: `useShortcut` makes it work. */
  readonly shortcut?: string | undefined
  readonly icon?: ReactNode
}

export function Button({
  variant = 'secondary',
  size = 'md',
  disabledReason,
  pending = false,
  shortcut,
  icon,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const blocked = pending || Boolean(disabledReason)
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      {...(disabledReason ? { 'data-tip': disabledReason, 'aria-description': disabledReason } : {})}
      aria-disabled={blocked || undefined}
      aria-busy={pending || undefined}
      onClick={press}
      className={classNames(buttonLook(variant, size), className)}
    >
      {pending ? <Spinner /> : icon}
      {children}
      {shortcut !== undefined && (
        <span className="-mr-1" aria-hidden="true">
          <Kbd keys={shortcut} />
        </span>
      )}
    </button>
  )
}

function Spinner() {
  return (
    <svg viewBox="0 0 16 16" className="size-3.5 shrink-0 animate-spin" fill="none" aria-hidden="true">
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity=".3" strokeWidth="2" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'shortcut'> {
  readonly label: string
  readonly icon: ReactNode
}

/** A button with a mark alone; its label is its name and its tooltip. */
export function IconButton({ label, size = 'md', variant = 'quiet', className, ...rest }: IconButtonProps) {
  const square = size === 'sm' ? 'w-7 px-0!' : 'w-8 px-0!'
  return (
    <Button
      data-tip={label}
      {...rest}
      aria-label={label}
      size={size}
      variant={variant}
      className={classNames(square, className)}
    />
  )
}

'use client'

import type { Role } from '@touchline/contracts/authorization'
import { Button } from '../kit/actions/button.tsx'
import { Menu, type MenuItem } from '../kit/actions/menu.tsx'
import { Icon } from '../kit/display/icon.tsx'

const signOut = async (options?: { readonly everywhere: boolean }) =>
  (await import('./sign-out.ts')).signOut(options)

interface AccountMenuProps {
  /** The e-mail address. */
  readonly name: string
  readonly role: Role
}

/** Who is signed in, and the way out. */
export function AccountMenu({ name, role }: AccountMenuProps) {
  const items: readonly MenuItem[] = [
    { kind: 'heading', id: 'who', label: `${name} · ${role}` },
    { id: 'password', label: 'Change password', href: '/change-password' },
    { kind: 'separator', id: 'out' },
    { id: 'sign-out', label: 'Sign out', onSelect: () => void signOut() },
    {
      id: 'everywhere',
      label: 'Sign out on all devices',
      onSelect: () => void signOut({ everywhere: true }),
    },
  ]
  return (
    <Menu
      label="Account"
      items={items}
      trigger={
        <Button variant="quiet" icon={<Icon name="chevron-down" className="order-last size-3.5" />}>
          <span className="sr-only">Account:</span>
          <span className="max-w-[12rem] truncate max-md:hidden">{name}</span>
          <span className="rounded bg-raised px-1.5 py-0.5 text-xs">{role}</span>
        </Button>
      }
    />
  )
}

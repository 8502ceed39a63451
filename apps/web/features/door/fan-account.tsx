'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { Button } from '../kit/actions/button.tsx'
import { mayBeFan } from './fan-mark.ts'
import { signOut } from './sign-out.ts'

type Known = { readonly kind: 'unknown' | 'nobody' } | { readonly kind: 'fan'; readonly email: string }

async function askWho(): Promise<Known> {
  const response = await fetch('/api/auth/get-session', { signal: AbortSignal.timeout(10_000) })
  const said = (await response.json()) as { kind?: string; email?: string }
  return said.kind === 'fan' && said.email ? { kind: 'fan', email: said.email } : { kind: 'nobody' }
}

/** On a fan's page: who is signed in, or the way in. A browser without a fan's session asks nobody. */
export function FanAccount() {
  const [known, setKnown] = useState<Known>({ kind: 'unknown' })
  useEffect(() => {
    if (!mayBeFan(document.cookie)) return setKnown({ kind: 'nobody' })
    askWho().then(setKnown, () => setKnown({ kind: 'nobody' }))
  }, [])
  if (known.kind === 'fan')
    return (
      <span className="flex items-center gap-2 text-sm">
        <span className="max-w-[10rem] truncate text-muted max-sm:hidden">{known.email}</span>
        <Button size="sm" variant="quiet" onClick={() => void signOut({ to: '/' })}>
          Sign out
        </Button>
      </span>
    )
  return (
    <Link
      href="/sign-in"
      className="whitespace-nowrap rounded-md px-2 py-2 font-medium text-muted text-sm hover:bg-raised hover:text-ink"
    >
      Sign in
    </Link>
  )
}

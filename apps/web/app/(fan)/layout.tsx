import Link from 'next/link'
import type { ReactNode } from 'react'
import { readEnv } from '../../env.ts'
import { Wordmark } from '../../features/brand/wordmark.tsx'
import { FanAccount } from '../../features/door/fan-account.tsx'
import { FanProviders } from '../../features/matches/fan-providers.tsx'
import { ThemeToggle } from '../../features/theme/theme-toggle.tsx'

export default function FanLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="border-line border-b bg-surface">
        <div className="mx-auto flex h-14 max-w-6xl items-center gap-2 px-4 sm:gap-6">
          <Wordmark href="/" />
          <nav aria-label="Main" className="flex font-medium sm:gap-1 text-muted text-sm">
            <Link href="/" className="rounded-md px-2 py-2 hover:bg-raised sm:px-2.5 hover:text-ink">
              Matches
            </Link>
            <Link
              href="/console"
              className="rounded-md px-2 py-2 hover:bg-raised hover:text-ink max-sm:hidden sm:px-2.5"
            >
              Console
            </Link>
          </nav>
          <div className="ml-auto flex items-center gap-2">
            <FanAccount />
            <ThemeToggle />
          </div>
        </div>
      </header>
      <FanProviders place={readEnv().gateway}>
        <main id="content" className="mx-auto max-w-6xl px-4 py-6">
          {children}
        </main>
      </FanProviders>
    </>
  )
}

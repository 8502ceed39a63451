import type { ReactNode } from 'react'
import { Wordmark } from '../../features/brand/wordmark.tsx'
import { TipHost } from '../../features/kit/actions/tip-host.tsx'
import { ThemeToggle } from '../../features/theme/theme-toggle.tsx'

/** The way in: a form on a page of its own. */
export default function DoorLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center justify-between px-4 sm:px-6">
        <Wordmark href="/" />
        <ThemeToggle />
      </header>
      <main id="content" className="grid flex-1 place-items-start justify-center px-4 pt-[8dvh] pb-16">
        <div className="w-full max-w-sm min-w-0 sm:w-[24rem]">{children}</div>
      </main>
      <TipHost />
    </div>
  )
}

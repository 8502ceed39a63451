'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ConsolePage, pageAt } from './pages.ts'

export function ConsoleNavigation({ pages }: { pages: readonly ConsolePage[] }) {
  const here = pageAt(usePathname())
  return (
    <nav
      aria-label="Console"
      className="flex gap-1 overflow-x-auto border-line border-b bg-surface px-3 py-2 text-sm lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:flex-col lg:border-r lg:border-b-0"
    >
      {pages.map(page => (
        <PageLink key={page.href} page={page} isHere={page.href === here?.href} />
      ))}
    </nav>
  )
}

function PageLink({ page, isHere }: { page: ConsolePage; isHere: boolean }) {
  return (
    <Link
      href={page.href}
      prefetch={false}
      aria-current={isHere ? 'page' : undefined}
      className={`whitespace-nowrap rounded-lg px-3 py-1.5 ${isHere ? 'bg-raised font-medium' : 'text-muted hover:bg-raised hover:text-ink'}`}
    >
      {page.label}
    </Link>
  )
}

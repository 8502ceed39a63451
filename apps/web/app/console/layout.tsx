import Link from 'next/link'
import type { ReactNode } from 'react'

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 md:grid-cols-[10rem_minmax(0,1fr)]">
      <nav aria-label="Console" className="flex gap-1 text-sm md:flex-col">
        <p className="eyebrow hidden px-3 py-1 md:block">Console</p>
        <Link href="/console" aria-current="page" className="rounded-lg bg-raised px-3 py-2 font-medium">
          Pipeline
        </Link>
      </nav>
      <div className="min-w-0">{children}</div>
    </div>
  )
}

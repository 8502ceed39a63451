import Link from 'next/link'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

interface PageHeaderProps {
  readonly title: string
  readonly description?: ReactNode
  readonly actions?: ReactNode
  readonly back?: { readonly href: string; readonly label: string } | undefined
  /** Pills and figures beside the title. */
  readonly meta?: ReactNode
}

export function PageHeader({ title, description, actions, back, meta }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {back && (
          <Link
            href={back.href}
            className="-ml-1 mb-1 inline-flex min-h-6 items-center gap-1 rounded pr-1.5 text-muted text-xs hover:text-ink"
          >
            <Icon name="chevron-left" className="size-3.5" />
            {back.label}
          </Link>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="break-words font-bold text-2xl tracking-tight">{title}</h1>
          {meta}
        </div>
        {description !== undefined && (
          <div className="mt-1 max-w-[70ch] break-words text-muted text-sm">{description}</div>
        )}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

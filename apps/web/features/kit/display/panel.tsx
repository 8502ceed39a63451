import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface PanelProps {
  readonly title?: string | undefined
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly padded?: boolean | undefined
  /** Also names the section, so that it can be linked to. */
  readonly id?: string | undefined
  readonly className?: string | undefined
}

export function Panel({ title, actions, children, padded = true, id, className }: PanelProps) {
  const headed = title !== undefined || actions !== undefined
  return (
    <section id={id} aria-label={title} className={classNames('panel min-w-0 overflow-clip', className)}>
      {headed && (
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-1.5">
          <h2 className="font-semibold text-sm">{title}</h2>
          {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      <div className={padded ? 'p-4' : undefined}>{children}</div>
    </section>
  )
}

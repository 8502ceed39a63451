import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { type Tone, toneSoft } from './tone.ts'

interface BadgeProps {
  readonly tone?: Tone | undefined
  readonly children: ReactNode
  readonly title?: string | undefined
}

export function Badge({ tone = 'neutral', children, title }: BadgeProps) {
  return (
    <span
      data-tip={title}
      className={classNames(
        'inline-flex h-5 max-w-full items-center gap-1 truncate rounded-md px-1.5 font-medium text-xs tabular-nums',
        toneSoft[tone],
      )}
    >
      {children}
    </span>
  )
}

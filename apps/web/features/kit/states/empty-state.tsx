import type { ReactNode } from 'react'
import { classNames } from '../display/class-names.ts'
import { Icon, type IconName } from '../display/icon.tsx'
import { type Tone, toneSoft } from '../display/tone.ts'

export type EmptyKind = 'nothing-yet' | 'filtered-out' | 'not-allowed' | 'all-done' | 'away'

interface Look {
  readonly icon: IconName
  readonly tone: Tone
  readonly title: string
  readonly next: string
}

const looks: Readonly<Record<EmptyKind, Look>> = {
  'nothing-yet': {
    icon: 'clock',
    tone: 'neutral',
    title: 'Nothing here yet',
    next: 'It appears here by itself as soon as there is something.',
  },
  'filtered-out': {
    icon: 'filter',
    tone: 'info',
    title: 'Nothing matches these filters',
    next: 'There may be more without them. Remove a filter or widen the time.',
  },
  'not-allowed': {
    icon: 'lock',
    tone: 'caution',
    title: 'Your role does not show this',
    next: 'Ask an admin for the role that does.',
  },
  'all-done': { icon: 'check', tone: 'good', title: 'All done', next: 'There is nothing left to do here.' },
  away: {
    icon: 'alert',
    tone: 'critical',
    title: 'This part does not answer',
    next: 'What it would show is unknown, not empty. It is tried again by itself.',
  },
}

interface EmptyStateProps {
  readonly kind: EmptyKind
  readonly title?: string | undefined
  /** What it means and what to do next. */
  readonly children?: ReactNode
  readonly action?: ReactNode
  readonly compact?: boolean | undefined
}

/** Says which kind of empty it is, and what to do about it. */
export function EmptyState({ kind, title, children, action, compact = false }: EmptyStateProps) {
  const look = looks[kind]
  return (
    <div
      data-empty={kind}
      className={classNames(
        'flex flex-col items-center justify-center px-6 text-center',
        compact ? 'gap-1.5 py-6' : 'gap-2 py-14',
      )}
    >
      <span
        className={classNames(
          'mb-1 grid place-items-center rounded-full',
          compact ? 'size-8' : 'size-11',
          toneSoft[look.tone],
        )}
      >
        <Icon name={look.icon} className={compact ? 'size-4' : 'size-5'} />
      </span>
      <p className="font-semibold text-sm">{title ?? look.title}</p>
      <div className="max-w-[52ch] text-pretty text-muted text-sm">{children ?? look.next}</div>
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

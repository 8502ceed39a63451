import type { ReactNode } from 'react'
import { classNames } from '../display/class-names.ts'
import { Icon, type IconName } from '../display/icon.tsx'
import type { Tone } from '../display/tone.ts'

interface CalloutProps {
  readonly tone?: Tone | undefined
  readonly title?: string | undefined
  readonly children?: ReactNode
  readonly action?: ReactNode
}

const grounds: Readonly<Record<Tone, string>> = {
  neutral: 'bg-raised',
  good: 'bg-good-soft',
  info: 'bg-info-soft',
  caution: 'bg-caution-soft',
  critical: 'bg-critical-soft',
}
const marks: Readonly<Record<Tone, readonly [IconName, string]>> = {
  neutral: ['info', 'text-muted'],
  good: ['check', 'text-accent'],
  info: ['info', 'text-info'],
  caution: ['alert', 'text-caution'],
  critical: ['alert', 'text-critical'],
}

export function Callout({ tone = 'info', title, children, action }: CalloutProps) {
  const [icon, colour] = marks[tone]
  return (
    <div className={classNames('flex items-start gap-2.5 rounded-lg px-3 py-2.5 text-sm', grounds[tone])}>
      <span className={classNames('mt-0.5', colour)}>
        <Icon name={icon} />
      </span>
      <div className="min-w-0 flex-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children !== undefined && <div className="break-words text-pretty">{children}</div>}
      </div>
      {action}
    </div>
  )
}

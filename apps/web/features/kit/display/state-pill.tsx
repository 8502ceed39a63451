import { classNames } from './class-names.ts'
import { type Tone, toneSoft } from './tone.ts'

/** A shape of its own for each tone, so that the colour is not the only sign. */
const shapes: Readonly<Record<Tone, string>> = {
  neutral: 'M2 5h6',
  good: 'M2 5.2 4.2 7.4 8 3',
  info: 'M5 1.5a3.5 3.5 0 1 0 .01 0',
  caution: 'M5 1.5 9 8.5H1z',
  critical: 'M2 2l6 6M8 2 2 8',
}

interface StatePillProps {
  readonly tone: Tone
  readonly label: string
  /** Something is going on right now. */
  readonly pulse?: boolean | undefined
}

export function StatePill({ tone, label, pulse = false }: StatePillProps) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-xs',
        toneSoft[tone],
      )}
    >
      <svg
        viewBox="0 0 10 10"
        className={classNames('size-2.5 shrink-0', pulse && 'animate-breathe')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d={shapes[tone]} />
      </svg>
      {label}
    </span>
  )
}

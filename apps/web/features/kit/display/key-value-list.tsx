import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface KeyValueListProps {
  readonly items: readonly {
    readonly key: string
    readonly label: string
    readonly value: ReactNode
    readonly mono?: boolean | undefined
  }[]
  readonly columns?: 1 | 2 | 3 | undefined
}

const grids = {
  1: '',
  2: 'sm:grid-cols-2 sm:gap-x-8',
  3: 'sm:grid-cols-2 sm:gap-x-8 xl:grid-cols-3',
} as const

export function KeyValueList({ items, columns = 1 }: KeyValueListProps) {
  return (
    <dl className={classNames('grid text-sm', grids[columns])}>
      {items.map(({ key, label, value, mono }) => (
        <div
          key={key}
          className="grid min-w-0 grid-cols-[minmax(6rem,9rem)_minmax(0,1fr)] items-baseline gap-3 border-line border-b py-1.5 last:border-b-0"
        >
          <dt className="text-muted text-xs">{label}</dt>
          <dd
            className={classNames('min-w-0 break-words tabular-nums', mono && 'break-all font-mono text-xs')}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}

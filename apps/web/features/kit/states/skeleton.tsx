import { classNames } from '../display/class-names.ts'

const widths = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3']
const bar = 'animate-breathe rounded bg-line'
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place)

export function Skeleton({
  className,
  lines = 1,
}: {
  className?: string | undefined
  lines?: number | undefined
}) {
  return (
    <div aria-hidden="true" className={classNames('grid gap-2.5', className)}>
      {upTo(lines).map(line => (
        <div key={line} className={classNames('h-3', bar, widths[line % widths.length])} />
      ))}
    </div>
  )
}

export function SkeletonTable({
  rows = 8,
  columns = 5,
}: {
  rows?: number | undefined
  columns?: number | undefined
}) {
  return (
    <div aria-hidden="true">
      {upTo(rows).map(row => (
        <div
          key={row}
          className="grid h-[34px] items-center gap-6 border-line border-b px-3 last:border-b-0"
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        >
          {upTo(columns).map(column => (
            <div key={column} className={classNames('h-2.5', bar, widths[(row + column) % widths.length])} />
          ))}
        </div>
      ))}
    </div>
  )
}

export function SkeletonPanel({ height }: { height: string }) {
  return <div aria-hidden="true" className="panel animate-breathe" style={{ height }} />
}

import { Sparkline } from '../chart/sparkline.tsx'
import { classNames } from './class-names.ts'
import { type Tone, toneText } from './tone.ts'

interface FigureProps {
  readonly label: string
  readonly value: number | string | null | undefined
  readonly unit?: string | undefined
  /** Oldest first. */
  readonly trend?: readonly number[] | undefined
  readonly tone?: Tone | undefined
  readonly hint?: string | undefined
}

function written(value: FigureProps['value']): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return value
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}

/** A number with its unit and where it is going. */
export function Figure({ label, value, unit, trend, tone = 'neutral', hint }: FigureProps) {
  return (
    <div className="min-w-0">
      <p className="eyebrow truncate">{label}</p>
      <div className="mt-0.5 flex items-end justify-between gap-3">
        <p
          className={classNames(
            'shrink-0 whitespace-nowrap font-bold text-2xl tabular-nums tracking-tight',
            tone !== 'neutral' && toneText[tone],
          )}
        >
          {written(value)}
          {unit !== undefined && <span className="ml-1 font-medium text-muted text-sm">{unit}</span>}
        </p>
        {trend !== undefined && trend.length > 1 && (
          // Where there is little room, its newest part is what stays.
          <span className="flex min-w-0 justify-end overflow-hidden">
            <Sparkline values={trend} label={`${label}, trend`} tone={tone} />
          </span>
        )}
      </div>
      {hint !== undefined && <p className="mt-0.5 text-muted text-xs">{hint}</p>}
    </div>
  )
}

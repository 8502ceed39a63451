import { formatCount } from '../time/format-quantity.ts'
import { type Tone, toneColour } from './tone.ts'

interface ProgressBarProps {
  readonly label: string
  readonly value: number
  readonly max: number
  readonly tone?: Tone | undefined
  /** How `value` is made up, in their order; each is also told in words below. */
  readonly parts?:
    | readonly { readonly label: string; readonly value: number; readonly tone: Tone }[]
    | undefined
  readonly unit?: string | undefined
}

const shareOf = (value: number, max: number): number =>
  max > 0 ? Math.min(100, Math.max(0, (100 * value) / max)) : 0

export function ProgressBar({ label, value, max, tone = 'good', parts, unit = '' }: ProgressBarProps) {
  const shown = parts ?? [{ label, value, tone }]
  const text = `${formatCount(value)} of ${formatCount(max)}${unit ? ` ${unit}` : ''}`
  return (
    <div>
      <div className="mb-1 flex items-baseline justify-between gap-3 text-xs">
        <span className="font-medium">{label}</span>
        <span className="text-muted tabular-nums">
          {text} · {Math.floor(shareOf(value, max))} %
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        aria-valuetext={text}
        className="flex h-2 overflow-hidden rounded-full bg-raised ring-1 ring-line ring-inset"
      >
        {shown.map(part => (
          <div
            key={part.label}
            className="h-full transition-[width] duration-300 not-first:border-surface not-first:border-l"
            style={{ width: `${shareOf(part.value, max)}%`, background: toneColour[part.tone] }}
          />
        ))}
      </div>
      {parts && <PartsInWords parts={parts} />}
    </div>
  )
}

function PartsInWords({ parts }: { parts: NonNullable<ProgressBarProps['parts']> }) {
  return (
    <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
      {parts.map(part => (
        <li key={part.label} className="flex items-center gap-1.5 tabular-nums">
          <span
            className="size-2 rounded-sm"
            style={{ background: toneColour[part.tone] }}
            aria-hidden="true"
          />
          {part.label} {formatCount(part.value)}
        </li>
      ))}
    </ul>
  )
}

import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Time } from '../kit/time/time.tsx'
import { resetStates, resetText } from './consumer-words.ts'
import type { ConsumerReset } from './types.ts'

const shown = 5

/** The newest resets, and what came of them. */
export function ResetsList({ resets }: { resets: readonly ConsumerReset[] }) {
  if (resets.length === 0) return null
  return (
    <div className="border-line border-t px-4 py-3">
      <h3 className="eyebrow mb-1.5">Last resets</h3>
      <ul className="grid gap-1.5 text-sm">
        {resets.slice(0, shown).map(reset => (
          <li
            key={reset.id}
            data-reset={reset.id}
            className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5"
          >
            <StatePill
              tone={resetStates[reset.state].tone}
              label={resetStates[reset.state].label}
              pulse={reset.state === 'pending'}
            />
            <span className="font-medium">{reset.topic || 'aggregation'}</span>
            <span className="tabular-nums">{resetText(reset)}</span>
            <span className="text-muted text-xs">
              <Time at={reset.requestedAt} /> by {reset.requestedBy}:{' '}
              <VisibleText text={reset.result?.error ?? reset.reason} maxChars={160} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

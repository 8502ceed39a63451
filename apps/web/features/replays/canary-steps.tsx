import { Icon } from '../kit/display/icon.tsx'
import { canaryStepsOf, type Reached, reachedOf } from './canary.ts'
import type { Replay } from './replay-progress.tsx'

const looks: Readonly<Record<Reached, { readonly look: string; readonly said: string }>> = {
  passed: { look: 'bg-good-soft text-accent', said: ', passed' },
  now: { look: 'bg-info-soft font-semibold text-info', said: ', now' },
  'not-yet': { look: 'bg-raised text-muted', said: ', not yet' },
}

/** One, ten, one in a hundred, all: which of these steps it has reached. */
export function CanarySteps({ replay: { canaryStep, total, state } }: { replay: Replay }) {
  const steps = canaryStepsOf(total)
  return (
    <div>
      <p className="mb-1.5 font-medium text-xs">Canary</p>
      <ol aria-label="Canary" className="flex flex-wrap gap-2 text-xs">
        {steps.map(({ step, label }) => {
          const reached = reachedOf(step, { steps, canaryStep, isFinished: state === 'finished' })
          return (
            <li
              key={step}
              aria-current={reached === 'now' ? 'step' : undefined}
              className={`inline-flex h-6 items-center gap-1.5 rounded-full px-2.5 tabular-nums ${looks[reached].look}`}
            >
              {reached === 'passed' && <Icon name="check" className="size-3" />}
              {label}
              <span className="sr-only">{looks[reached].said}</span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

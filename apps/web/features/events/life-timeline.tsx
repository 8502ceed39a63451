import { Mono } from '../kit/display/mono.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { toneText } from '../kit/display/tone.ts'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Duration } from '../kit/time/quantities.tsx'
import { Time } from '../kit/time/time.tsx'
import { type LifeStep, stageNames, stateLooks } from './event-words.ts'
import { type Bar, waterfall } from './waterfall.ts'

/** The steps of an event's life, from the source down to the sockets, and how long each took. */
export function LifeTimeline({ steps }: { steps: readonly LifeStep[] }) {
  const bars = waterfall(steps.map(step => step.at))
  return (
    <ol className="grid">
      {steps.map((step, index) => (
        <Step key={step.stage} step={step} bar={bars[index] ?? null} isLast={index === steps.length - 1} />
      ))}
    </ol>
  )
}

interface StepProps {
  readonly step: LifeStep
  readonly bar: Bar | null
  readonly isLast: boolean
}

function Step({ step, bar, isLast }: StepProps) {
  const { stage, at, tookMs, text, state } = step
  const { label, tone } = stateLooks[state]
  return (
    <li
      data-testid={`step-${stage}`}
      data-state={state}
      className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 lg:grid-cols-[1.25rem_minmax(0,1fr)_minmax(10rem,16rem)]"
    >
      <Rail tone={toneText[tone]} isHollow={state === 'unknown' || state === 'waiting'} isLast={isLast} />
      <div className="min-w-0 pb-4">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="font-semibold text-sm">{stageNames[stage]}</h3>
          <StatePill tone={tone} label={label} />
          {at !== null && (
            <span className="text-muted text-xs">
              <Time at={at} show="absolute" />
            </span>
          )}
        </div>
        <p className="mt-0.5 text-sm">
          <VisibleText text={text} maxChars={600} />
        </p>
        <Facts facts={step.facts} />
      </div>
      <div className="col-start-2 min-w-0 pb-4 lg:col-start-3 lg:pt-1">
        <Took bar={bar} tookMs={tookMs} />
      </div>
    </li>
  )
}

function Rail({ tone, isHollow, isLast }: { tone: string; isHollow: boolean; isLast: boolean }) {
  return (
    <span className={`relative flex justify-center pt-1.5 ${tone}`} aria-hidden="true">
      {!isLast && <span className="absolute top-3 bottom-[-0.4rem] w-px bg-line-strong" />}
      <span
        className={`relative size-2.5 rounded-full border-2 border-current ${isHollow ? 'bg-surface' : 'bg-current'}`}
      />
    </span>
  )
}

function Facts({ facts }: { facts: LifeStep['facts'] }) {
  const entries = Object.entries(facts)
  if (entries.length === 0) return null
  return (
    <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
      {entries.map(([name, value]) => (
        <div key={name} className="flex min-w-0 items-baseline gap-1.5">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-all">
            {isTime(value) ? <Time at={value} show="absolute" /> : <Mono wrap>{String(value)}</Mono>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const isTime = (value: string | number): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)

function Took({ bar, tookMs }: { bar: Bar | null; tookMs: number | null }) {
  if (tookMs === null) return null
  return (
    <div className="grid gap-1">
      <span className="text-right text-muted text-xs tabular-nums lg:text-left">
        {tookMs < 0 ? (
          'before the step above: their clocks differ'
        ) : (
          <>
            after <Duration ms={tookMs} />
          </>
        )}
      </span>
      {bar && (
        <span className="relative block h-1.5 rounded-full bg-raised" aria-hidden="true">
          <span
            className="absolute inset-y-0 rounded-full bg-info"
            style={{ left: `${bar.leftPercent}%`, width: `${bar.widthPercent}%` }}
          />
        </span>
      )}
    </div>
  )
}

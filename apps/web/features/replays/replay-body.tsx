'use client'

import Link from 'next/link'
import { CallError } from '../console/call-error.tsx'
import { Checkbox } from '../kit/fields/checkbox.tsx'
import { TextArea } from '../kit/fields/text-area.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { JsonDiff } from '../kit/json/json-diff.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { Callout } from '../kit/states/callout.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { approvalAbove } from './canary.ts'
import { counselOf, reportSentence } from './outcome-report.ts'
import { ReplayFailures } from './replay-failures.tsx'
import type { Correction } from './replay-form.ts'
import { needsApproval, replayPlan } from './replay-plan.ts'
import { ReplayProgress } from './replay-progress.tsx'
import type { ReplayForm } from './use-replay-form.ts'

interface BodyProps {
  readonly form: ReplayForm
  readonly correction: Correction | undefined
}

export function ReplayBody({ form, correction }: BodyProps) {
  const { typed, change, dead, fault } = form
  useShortcut({ keys: 'mod+enter', label: 'Go on', group: 'Dialog', run: form.startNext, inPalette: false })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 text-sm">
      {fault === undefined ? (
        <Plan form={form} correction={correction} />
      ) : (
        <Callout tone="caution" title={fault} />
      )}
      {correction && <Corrected correction={correction} />}
      <TextArea
        label="Reason"
        required
        value={typed.reason}
        onChange={reason => change({ reason })}
        onSubmit={form.startNext}
        maxLength={500}
        rows={2}
        hint="It goes into the audit trail, for the dry run too."
        autoFocus
      />
      {dead > 1 && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
          <Checkbox
            label="Begin with a canary"
            checked={form.canary}
            onChange={canary => change({ canary })}
            hint="One letter, ten, one in a hundred, then all."
          />
          <TextField
            label="Letters a second"
            value={typed.rate}
            onChange={rate => change({ rate })}
            error={'message' in form.rate ? form.rate.message : undefined}
            inputMode="numeric"
          />
        </div>
      )}
      {needsApproval(dead) && (
        <Callout tone="caution" title="A second person has to agree">
          It takes more than {approvalAbove} letters: once you have asked, it waits on its page for somebody
          else.
        </Callout>
      )}
      <DryRun form={form} />
      <div role="alert" className="empty:hidden">
        {form.told !== undefined && <Callout tone="caution">{form.told}</Callout>}
      </div>
      {form.error && <CallError error={form.error} />}
    </div>
  )
}

function Plan({ form, correction }: BodyProps) {
  const { counts, canary, rate } = form
  if (counts.error) return <CallError error={counts.error} onRetry={() => counts.refetch()} />
  if (!counts.data) return <Skeleton lines={3} />
  const plan = replayPlan({
    counts: counts.data,
    canary,
    ratePerSecond: 'rate' in rate ? rate.rate : 1,
    edited: correction ? 1 : 0,
  })
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-1" aria-label="What it will do">
      {plan.map((sentence, place) => (
        <li key={sentence} className={place === 0 ? 'font-semibold' : undefined}>
          {sentence}
        </li>
      ))}
    </ul>
  )
}

function Corrected({ correction: { before, payload } }: { correction: Correction }) {
  return (
    <details open className="rounded-lg border border-line px-3 py-2">
      <summary className="cursor-pointer font-medium text-xs">Your correction</summary>
      <div className="mt-2 max-h-80 overflow-y-auto">
        <JsonDiff before={before} after={payload} beforeLabel="As it came" afterLabel="Yours" />
      </div>
    </details>
  )
}

function DryRun({ form: { dryRun } }: { form: ReplayForm }) {
  const { result, isTried } = dryRun
  if (dryRun.query.error)
    return <CallError error={dryRun.query.error} onRetry={() => dryRun.query.refetch()} />
  if (!result) return dryRun.id === null ? null : <Skeleton lines={2} />
  const { progress, mode, total } = result
  const counsel = counselOf(progress)
  return (
    <section
      aria-label="Dry run"
      className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-lg border border-line px-3 py-3"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="font-semibold">Dry run</h3>
        <Link
          href={`/console/replays/${result.id}`}
          prefetch={false}
          className="text-accent text-xs underline underline-offset-4"
        >
          Its page
        </Link>
      </div>
      <ReplayProgress replay={result} />
      <div aria-live="polite">
        {isTried && (
          <Callout tone={counsel.tone} title={counsel.text}>
            {reportSentence({ mode, total, outcomes: progress.outcomes, waiting: progress.waiting })} Nothing
            was changed.
          </Callout>
        )}
      </div>
      <ReplayFailures failures={result.failures} />
    </section>
  )
}

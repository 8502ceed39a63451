import type { OperatorOutputs } from '../console/trpc-options.ts'
import { ProgressBar } from '../kit/display/progress-bar.tsx'
import { outcomeParts } from './outcome-report.ts'

export type Replay = OperatorOutputs['replay']['show']

/** How far it has come, by what came of each letter. */
export function ReplayProgress({
  replay: { progress, total },
}: {
  replay: Pick<Replay, 'progress' | 'total'>
}) {
  return (
    <ProgressBar
      label="Settled"
      value={progress.settled}
      max={total}
      unit={total === 1 ? 'letter' : 'letters'}
      parts={outcomeParts(progress.outcomes)}
    />
  )
}
